from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    name = "lms.common"
    label = "common"
    verbose_name = _("Common")

    def ready(self) -> None:
        from django_tasks.signals import task_finished
        from django_tasks_db import DatabaseBackend

        from lms.common import constraints, triggers, verify
        from lms.common.background import queue

        triggers.register(
            *triggers.append_only("statechange", "common.StateChange"),
            *triggers.append_only("accesslog", "common.AccessLog"),
        )
        verify.register(
            triggers_in_place=verify.triggers_in_place,
            constraints_in_place=constraints.constraints_in_place,
            rows_keep_their_constraints=constraints.rows_keep_their_constraints,
            rows_rest_on_rows=constraints.rows_rest_on_rows,
            centre_is_the_parents=verify.centre_is_the_parents,
            states_are_as_logged=verify.states_are_as_logged,
        )
        task_finished.connect(queue.after_failure, sender=DatabaseBackend, dispatch_uid="tried_again")
        post_migrate.connect(triggers.install, dispatch_uid="triggers")
