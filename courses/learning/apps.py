from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "courses.learning"
    label = "learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        from courses.learning.checks import CHECKS
        from courses.learning.menu import MY
        from courses.learning.own_data import TOPICS
        from courses.learning.triggers import TRIGGERS
        from lms.common.integrity import triggers, verify
        from lms.common.ui.sections import SECTIONS
        from lms.privacy import topics

        triggers.TRIGGERS.register_each(TRIGGERS, key="name")
        verify.CHECKS.register_all(CHECKS)
        topics.TOPICS.register_each(TOPICS)
        SECTIONS.register(MY.key, MY, order=MY.order)
