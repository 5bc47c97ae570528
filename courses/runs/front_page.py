"""What the front page and the search show of courses."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.front_page import Hit, HitGroup, Start
from courses.curriculum.queries.pages import public_courses
from courses.runs.models import Completion
from courses.runs.queries.runs import upcoming_runs

MOST_HITS = 20
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
    fits = (
        Q(title__icontains=words)
        | Q(lead__icontains=words)
        | Q(outcomes__icontains=words)
        | Q(audience__icontains=words)
    )
    pages = public_courses().filter(fits)[:MOST_HITS]
    return HitGroup(_("Courses"), [Hit(page.title, reverse("course", args=[page.slug]), page.lead) for page in pages])
