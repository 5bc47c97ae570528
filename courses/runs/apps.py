from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RunsConfig(AppConfig):
    name = "courses.runs"
    label = "runs"
    verbose_name = _("Runs")

    def ready(self) -> None:
        from cms import front_page
        from cms.reading import CLOSED, Closed
        from courses.curriculum.models import LessonPage
        from courses.runs import front_page as shown
        from courses.runs.checks import CHECKS
        from courses.runs.own_data import TOPICS
        from courses.runs.reading import reads_lesson_document
        from courses.runs.retention import RULES
        from courses.runs.triggers import TRIGGERS
        from lms.common.integrity import triggers, verify
        from lms.privacy import retention, topics

        triggers.TRIGGERS.register_each(TRIGGERS, key="name")
        verify.CHECKS.register_all(CHECKS)
        topics.TOPICS.register_each(TOPICS)
        retention.RULES.register_each(RULES)
        front_page.STARTS.register("courses", shown.starts)
        front_page.FIGURES.register("courses", shown.figures)
        front_page.SEARCHES.register("courses", shown.search, order=10)
        CLOSED.register("lessons", Closed(LessonPage, reads_lesson_document))
