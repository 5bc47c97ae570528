"""What editors are told: whom a change concerns, what will be published by itself, and what wants a look."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

from courses import criteria
from courses.curriculum.models import CoursePage, LessonPage, LessonRevision
from lms.accounts.models import User

MOST = 10  # lines of one list: the desk is a beginning, the page tree holds the rest


@dataclass(frozen=True)
class Scheduled:
    page: Page
    at: datetime


@dataclass(frozen=True)
class Wanting:
    page: Page
    why: str


def editable_by(user: User) -> QuerySet[Page]:
    pages: QuerySet[Page] = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(
        user, {"change", "publish"}
    )
    return pages


def scheduled(user: User) -> list[Scheduled]:
    waiting = Revision.page_revisions.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at")
    times = {int(row.object_id): row.approved_go_live_at for row in waiting}
    pages = editable_by(user).in_bulk(times)
    return [Scheduled(pages[pk], at) for pk, at in times.items() if pk in pages][:MOST]


def wanting(user: User) -> list[Wanting]:
    """Published pages that nobody would find wrong by looking at them."""
    mine = editable_by(user).values("pk")
    lessons = LessonPage.objects.live().filter(pk__in=mine).order_by("path").defer_streamfields()
    courses = CoursePage.objects.live().filter(pk__in=mine).order_by("path")
    findings = [*_without_course(courses), *_without_time(lessons), *_in_no_version(lessons)]
    return findings[:MOST]


def _without_course(courses: Iterable[CoursePage]) -> Iterator[Wanting]:
    published = set(CoursePage.objects.live().exclude(key="").values_list("key", flat=True))
    for course in courses:
        missing = (_courses_named(course.rule) | _courses_named(course.prerequisites)) - published
        if missing:
            codes = ", ".join(sorted(missing))
            yield Wanting(course, _("Asks for a course that isn't published: %(codes)s") % {"codes": codes})


def _courses_named(rule: dict[str, object]) -> set[str]:
    try:
        return {leaf.key for leaf in criteria.leaves(criteria.parse(rule)) if isinstance(leaf, criteria.Course)}
    except ValueError:
        return set()


def _without_time(lessons: QuerySet[LessonPage]) -> Iterator[Wanting]:
    for lesson in lessons.filter(Q(minutes=0) | Q(reading_minutes=0))[:MOST]:
        yield Wanting(lesson, _("Has no length or reading time."))


def _in_no_version(lessons: QuerySet[LessonPage]) -> Iterator[Wanting]:
    shown = LessonRevision.objects.filter(lesson_key=OuterRef("key"), revision=OuterRef("live_revision"))
    for lesson in lessons.filter(~Exists(shown))[:MOST]:
        yield Wanting(lesson, _("Published, but not in the course yet: publish the course to make its next version."))


def with_hours(courses: QuerySet[Page]) -> QuerySet[Page]:
    """Each course gets `lesson_minutes`: those of the required lessons below it, drafts too."""
    below = LessonPage.objects.filter(path__startswith=OuterRef("path"), required=True).order_by()
    total = below.values("depth").annotate(total=Sum("minutes")).values("total")
    return courses.annotate(lesson_minutes=Subquery(total))
