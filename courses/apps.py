from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    label = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from courses import menu, public, reading, signal_handlers
        from courses.domain import erasure
        from courses.kept import TOPICS
        from courses.queries.verify import CHECKS
        from courses.triggers import TRIGGERS
        from lms.accounts import erasing, own_data, retention
        from lms.common import triggers, verify

        triggers.register(*TRIGGERS)
        own_data.register(*TOPICS)
        retention.register(*erasure.RULES)
        erasing.register("courses", erasing.Part(erasure.duties, erasure.erase))
        verify.register(**CHECKS)
        signal_handlers.connect()
        public.register()
        reading.register()
        menu.register_sections()
