from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CurriculumConfig(AppConfig):
    name = "courses.curriculum"
    label = "curriculum"
    verbose_name = _("Curriculum")

    def ready(self) -> None:
        from courses.curriculum import signal_handlers
        from courses.curriculum.triggers import TRIGGERS
        from lms.common.integrity import triggers

        triggers.TRIGGERS.register_each(TRIGGERS, key="name")
        signal_handlers.connect()
