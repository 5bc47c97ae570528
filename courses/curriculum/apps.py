from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CurriculumConfig(AppConfig):
    name = "courses.curriculum"
    label = "curriculum"
    verbose_name = _("Curriculum")

    def ready(self) -> None:
        from courses.curriculum import enums, office_home, signal_handlers
        from courses.curriculum.checks import CHECKS
        from courses.curriculum.seals import SEALED
        from courses.curriculum.triggers import TRIGGERS
        from lms.accounts.office_home import FIRST_STEPS
        from lms.common.integrity import seals, triggers, verify
        from lms.common.records.machines import SUBJECTS

        SUBJECTS.add(enums.COURSE_VERSION.model, enums.COURSE_VERSION)
        for trigger in TRIGGERS:
            triggers.TRIGGERS.add(trigger.name, trigger)
        for sealed in SEALED:
            seals.SEALED.add(sealed.model, sealed)
        for name, check in CHECKS.items():
            verify.CHECKS.add(name, check)
        FIRST_STEPS.add("course", office_home.first_course, order=100)
        signal_handlers.connect()
