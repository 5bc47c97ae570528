"""What the front page and the search show of courses."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.front_page import Hit, HitGroup, Start
from courses.curriculum.models import CoursePage, LessonPage
from courses.curriculum.queries.pages import public_courses, with_latest_version
from courses.runs.models import Completion
from courses.runs.queries.runs import upcoming_runs
from lms.common.text.search import matches

MOST_HITS = 20
MOST_LOOKED_AT = 200
MOST_STARTS = 3


def starts() -> Iterable[Start]:
    """Runs that one can apply for now or soon, if their course has a page to read."""
    slug = public_courses().order_by().filter(pk=OuterRef("version__page")).values("slug")
    runs: Iterable[Any] = upcoming_runs().annotate(slug=Subquery(slug)).filter(slug__isnull=False)[:MOST_STARTS]
    for run in runs:
        title, url = f"{run.version.title} {run.name}", reverse("course", args=[run.slug])
        yield Start(title, url, run.starts_on, run.place, places_text(run.places_left))


def places_text(left: int) -> str:
    return _("%(count)s places left") % {"count": left} if left else _("Full: waiting list")


def figures() -> str:
    people = Completion.objects.standing().values("person").distinct().count()
    if not people:
        return ""
    courses = public_courses().count()
    return _("%(people)s people have completed one of our %(courses)s courses.") % {
        "people": people,
        "courses": courses,
    }


def search(words: str) -> HitGroup:
    pages = public_courses().filter(matches(words, "title", "lead", "outcomes", "audience"))[:MOST_HITS]
    return HitGroup(_("Courses"), [Hit(page.title, reverse("course", args=[page.slug]), page.lead) for page in pages])


def search_lessons(words: str) -> HitGroup:
    """By their titles, which the public page of their course shows; it is where each hit leads."""
    found = list(LessonPage.objects.live().filter(matches(words, "title")).order_by("path")[:MOST_LOOKED_AT])
    above = public_courses().filter(path__in={_above(lesson) for lesson in found})
    courses = {course.path: course for course in with_latest_version(above)}
    hits = [
        Hit(lesson.title, reverse("course", args=[course.slug]), course.title)
        for lesson in found
        if (course := courses.get(_above(lesson))) and _is_taught(lesson, course)
    ]
    return HitGroup(_("Lessons"), hits[:MOST_HITS])


def _above(lesson: LessonPage) -> str:
    return str(lesson.path[: -LessonPage.steplen])


def _is_taught(lesson: LessonPage, course: CoursePage) -> bool:
    """In the latest version under this title: what was published alone is not there yet."""
    lines = [line for version in course.latest for line in version.manifest]
    return any(line["key"] == str(lesson.key) and line["title"] == lesson.title for line in lines)
