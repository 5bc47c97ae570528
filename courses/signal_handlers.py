from typing import Any

from wagtail.log_actions import get_active_log_context
from wagtail.signals import init_new_page, page_published

from courses.domain.publishing import publish_version
from courses.models import CoursePage, LessonPage
from courses.outline import lesson_outline
from courses.queries.curriculum import live_lessons


def version_on_publish(sender: type[CoursePage], instance: CoursePage, revision: Any = None, **kwargs: Any) -> None:
    """A course that has no lesson yet is only a page; its first version comes with its first publication with lessons."""
    if not instance.key or not live_lessons(instance):
        return
    publish_version(page=instance, actor=get_active_log_context().user or getattr(revision, "user", None))


def outline_for_new_lesson(sender: Any, page: Any, parent: Any, **kwargs: Any) -> None:
    if isinstance(page, LessonPage):
        page.body = lesson_outline()


def connect() -> None:
    init_new_page.connect(outline_for_new_lesson, dispatch_uid="courses.outline_for_new_lesson")
    page_published.connect(version_on_publish, sender=CoursePage, dispatch_uid="courses.version_on_publish")
