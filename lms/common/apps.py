from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    name = "lms.common"
    label = "common"
    verbose_name = _("Common")

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules
        from django_tasks.signals import task_finished
        from django_tasks_db import DatabaseBackend

        from lms.common.background import queue
        from lms.common.integrity import constraints, triggers, verify

        for model in ("common.StateChange", "common.AccessLog"):
            triggers.TRIGGERS.register_each(triggers.append_only(model.partition(".")[2].lower(), model), key="name")
        for check in (
            verify.triggers_in_place,
            constraints.constraints_in_place,
            constraints.rows_keep_their_constraints,
            constraints.rows_rest_on_rows,
            verify.centre_is_the_parents,
            verify.states_are_as_logged,
        ):
            verify.CHECKS.register(check.__name__, check)
        autodiscover_modules("enums")  # each topic declares there what is done to its things
        task_finished.connect(queue.after_failure, sender=DatabaseBackend, dispatch_uid="tried_again")
        post_migrate.connect(triggers.install, dispatch_uid="triggers")
