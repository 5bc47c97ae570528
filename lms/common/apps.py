from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    name = "lms.common"
    label = "common"
    verbose_name = _("Common")

    def ready(self) -> None:
        from django.core import checks
        from django_tasks.signals import task_finished
        from django_tasks_db import DatabaseBackend

        from lms.common import enums
        from lms.common.background import due, jobs, nightly, queue
        from lms.common.files import scripts
        from lms.common.integrity import constraints, earlier, seals, triggers, verify
        from lms.common.integrity.own import SEALED, TRIGGERS
        from lms.common.records.machines import SUBJECTS
        from lms.common.ui import sections

        SUBJECTS.add(enums.JOB.model, enums.JOB)
        for trigger in TRIGGERS:
            triggers.TRIGGERS.add(trigger.name, trigger)
        for sealed in SEALED:
            seals.SEALED.add(sealed.model, sealed, order=200)  # the log tells which rows of others are to be sealed
        for check in (
            verify.triggers_in_place,
            constraints.constraints_in_place,
            constraints.rows_keep_their_constraints,
            constraints.rows_rest_on_rows,
            verify.centre_is_the_parents,
            verify.states_are_as_logged,
            verify.states_have_a_log,
            verify.log_has_no_gaps,
            verify.log_steps_fit,
            seals.seals_hold,
            seals.sealed_rows_hold,
        ):
            verify.CHECKS.add(check.__name__, check)
        task_finished.connect(queue.after_failure, sender=DatabaseBackend, dispatch_uid="tried_again")
        pre_migrate.connect(earlier.refuse_before_migrating, sender=self, dispatch_uid="earlier")
        pre_migrate.connect(triggers.make_way, sender=self, dispatch_uid="triggers")
        post_migrate.connect(triggers.install, dispatch_uid="triggers")
        sections.TABS.add(sections.HELP.key, sections.HELP, order=sections.HELP.order)
        checks.register(sections.check_tabs)
        checks.register(scripts.check_scripts, deploy=True)
        due.PARTS.add("results of old work forgotten", nightly.PRUNE, order=71)
        due.PARTS.add("rows sealed", seals.SEAL_BY_NIGHT, order=76)
        due.PARTS.add("tasks taken back", queue.sweep, order=72)
        due.PARTS.add("jobs stopped", jobs.stop_forgotten, order=73)
