from typing import Any

from wagtail.log_actions import get_active_log_context
from wagtail.signals import init_new_page, page_published

from courses.curriculum.admin.new_lesson import new_lesson_parts
from courses.curriculum.domain.publishing import publish_version
from courses.curriculum.models import CoursePage, LessonPage, TierPage


def version_on_publish(sender: type[CoursePage], instance: CoursePage, revision: Any = None, **kwargs: Any) -> None:
    """Wagtail sends the signal when a day is set for a page, too, and once more when that comes."""
    if not instance.live:
        return
    publish_version(page=instance, actor=get_active_log_context().user or getattr(revision, "user", None))


def begin_new_page(sender: Any, page: Any, parent: Any, **kwargs: Any) -> None:
    """What can't stay empty in the database and stands where one who types a title doesn't look."""
    if isinstance(page, LessonPage):
        page.body = new_lesson_parts()
        page.minutes = 0
    elif isinstance(page, TierPage):
        page.number = TierPage.objects.child_of(parent).count() + 1


def connect() -> None:
    init_new_page.connect(begin_new_page, dispatch_uid="curriculum.begin_new_page")
    page_published.connect(version_on_publish, sender=CoursePage, dispatch_uid="curriculum.version_on_publish")
