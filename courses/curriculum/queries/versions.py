"""What a version pins: each of its lessons in the wording that is in force."""

import uuid
from functools import lru_cache
from typing import Any

from django.db.models import Max, QuerySet
from wagtail.models import Revision

from courses.curriculum.models import CourseVersion, LessonPage, LessonRevision
from lms.accounts.models import Centre


def revisions_in_force(version: CourseVersion) -> dict[uuid.UUID, LessonRevision]:
    """Key → the latest wording of each lesson of a version."""
    rows = version.lesson_revisions.select_related("revision").order_by("sequence")
    return {row.lesson_key: row for row in rows}


def pinned_lesson(version: CourseVersion, key: uuid.UUID | str) -> LessonPage:
    """Raises LessonRevision.DoesNotExist for a key that the version doesn't have, and ValueError for no key at all."""
    rows = version.lesson_revisions.filter(lesson_key=uuid.UUID(str(key))).select_related("revision")
    row = rows.order_by("-sequence").first()
    if row is None:
        raise LessonRevision.DoesNotExist(f"{version} has no lesson {key}")
    return as_published(row.revision)


def as_published(revision: Revision) -> LessonPage:
    return _read(_Key(revision))


class _Key:
    """A revision never changes, so its pages are kept per process; the time tells rows of re-created databases apart."""

    def __init__(self, revision: Revision) -> None:
        self.revision = revision
        self.key = (revision.pk, revision.created_at)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, _Key) and self.key == other.key


@lru_cache(maxsize=256)
def _read(key: _Key) -> LessonPage:
    page: LessonPage = key.revision.as_object()
    return page


def latest_versions(centre: Centre) -> QuerySet[CourseVersion]:
    """The newest of each course."""
    newest = CourseVersion.objects.filter(centre=centre).values("page").annotate(newest=Max("pk")).values("newest")
    return CourseVersion.objects.filter(pk__in=newest).order_by("tier_number", "course_key")
