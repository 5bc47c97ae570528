from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    label = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from cms import front
        from cms.reading import CLOSED, Closed
        from courses import menu, public, reading, signal_handlers
        from courses.domain import erasure
        from courses.kept import TOPICS
        from courses.models import LessonPage
        from courses.queries.verify import CHECKS
        from courses.triggers import TRIGGERS
        from lms.accounts import erasing, own_data, retention
        from lms.common import triggers, verify
        from lms.common.sections import SECTIONS

        for trigger in TRIGGERS:
            triggers.TRIGGERS.register(trigger.name, trigger)
        for topic in TOPICS:
            own_data.TOPICS.register(topic.key, topic, order=topic.order)
        for rule in erasure.RULES:
            retention.RULES.register(rule.key, rule, order=rule.order)
        erasing.PARTS.register("courses", erasing.Part(erasure.duties, erasure.erase), order=20)
        verify.CHECKS.register_all(CHECKS)
        signal_handlers.connect()
        front.STARTS.register("courses", public.starts)
        front.FIGURES.register("courses", public.figures)
        front.SEARCHES.register("courses", public.search, order=10)
        CLOSED.register("lessons", Closed(LessonPage, reading.reads_lesson_document))
        SECTIONS.register(menu.MY.key, menu.MY, order=menu.MY.order)
