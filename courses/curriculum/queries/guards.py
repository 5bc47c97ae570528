"""Which pages hold what people did. Asked before a page operation, since the database would refuse it with a bare error."""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import Page

from cms.models import CentrePage
from courses.curriculum.models import CourseVersion, LessonPage, LessonRevision


def followed(page: Page) -> bool:
    """Something in this subtree is part of a published version, so runs, facts and certificates rest on it."""
    if CourseVersion.objects.filter(page__path__startswith=page.path).exists():
        return True
    keys = LessonPage.objects.descendant_of(page, inclusive=True).values("key")
    return LessonRevision.objects.filter(lesson_key__in=keys).exists()


def any_followed(pages: Iterable[Page]) -> bool:
    return any(followed(page) for page in pages)


def may_move(page: Page, destination: Page) -> bool:
    """Versions and runs carry their centre, and a lesson's key belongs to one course: neither follows a page elsewhere."""
    if not followed(page):
        return True
    if issubclass(page.specific_class, LessonPage):
        return page.get_parent().pk == destination.pk
    return centre_of(page) == centre_of(destination)


def centre_of(page: Page) -> int | None:
    above = CentrePage.objects.filter(Q(pk=page.pk) | Q(path__in=_paths_above(page)))
    return above.values_list("centre_id", flat=True).first()


def _paths_above(page: Page) -> list[str]:
    return [page.path[:end] for end in range(page.steplen, len(page.path), page.steplen)]
