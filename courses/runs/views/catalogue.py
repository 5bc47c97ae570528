"""The public pages of the curriculum: here, since each course shows the runs that can be applied for."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from courses import criteria
from courses.curriculum.enums import LessonMode
from courses.curriculum.models import CoursePage, CourseVersion
from courses.curriculum.queries.pages import course_titles, ladders, public_centres, public_courses, with_latest_version
from courses.runs.front_page import places_text
from courses.runs.leads_to import leads_to
from courses.runs.queries.runs import upcoming_runs
from lms.accounts.requests import SiteRequest
from lms.common import clock


@require_safe
def curriculum(request: HttpRequest) -> HttpResponse:
    """The ladder of all centres, or of the one that ?centre= names."""
    centre = request.GET.get("centre", "")
    centres = public_centres()
    if centre and centre not in {page.centre.slug for page in centres}:
        raise Http404
    runs: dict[int, Any] = {}
    for run in upcoming_runs():
        runs.setdefault(run.version.page_id, labelled(run))
    shown = ladders(page for page in centres if centre in ("", page.centre.slug))
    offered, titles, ends = [page for ladder in shown for page in ladder.courses], course_titles(), leads_to()
    for page in offered:
        page.next_run = runs.get(page.pk)
        page.conditions = conditions_of(page.latest[0], offered, titles)
    for ladder in shown:
        ladder.end = next((ends[page.key] for page in ladder.courses if page.key in ends), "")
    context = {"ladders": shown, "centres": centres, "centre": centre}
    return render(request, "courses/runs/curriculum.html", context)


@require_safe
def course(request: SiteRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(with_latest_version(public_courses()), slug=slug)
    version: CourseVersion = page.latest[0]
    request.help_centre = version.centre
    runs = [labelled(run) for run in upcoming_runs(version.course_key).filter(centre_id=version.centre_id)]
    context = {
        "page": page,
        "version": version,
        "parts": parts_of(version),
        "runs": runs,
        "open_run": next((run for run in runs if run.is_open), None),
        "rule": sentences_of(version, version.rule),
        "prerequisites": sentences_of(version, version.prerequisites),
        "courses_before": named_courses(version, public_courses()),
        "outcomes": [line.strip() for line in page.outcomes.splitlines() if line.strip()],
    }
    return render(request, "courses/runs/course_page.html", context)


def labelled(run: Any) -> Any:
    """A run with its places, as `upcoming_runs` gives it, and what the page says of it."""
    run.is_open = run.apply_from <= clock.now()
    run.left_text = places_text(run.places_left)
    return run


def sentences_of(version: CourseVersion, rule: dict[str, Any]) -> list[str]:
    titles = {line["key"]: line["title"] for line in version.manifest} | course_titles()
    return criteria.sentences(criteria.parse(rule), titles=titles)


@dataclass(frozen=True)
class Conditions:
    """Why a step is locked, and the courses that open it."""

    sentences: list[str]
    courses: list[CoursePage]


def conditions_of(version: CourseVersion, offered: Iterable[CoursePage], titles: dict[str, str]) -> Conditions:
    rule = criteria.parse(version.prerequisites)
    return Conditions(criteria.sentences(rule, titles=titles), named_courses(version, offered))


def named_courses(version: CourseVersion, offered: Iterable[CoursePage]) -> list[CoursePage]:
    """Those of the offered courses that the condition of entry names."""
    rule = criteria.parse(version.prerequisites)
    keys = {leaf.key for leaf in criteria.leaves(rule) if isinstance(leaf, criteria.Course)}
    return [page for page in offered if page.key in keys] if keys else []


def parts_of(version: CourseVersion) -> list[tuple[str, list[dict[str, Any]]]]:
    """Lessons that follow one another under one part's name stand together."""
    lines = [line | {"mode_label": LessonMode(line["mode"]).label} for line in version.manifest]
    return [(part, list(lessons)) for part, lessons in groupby(lines, key=lambda line: line["part"])]
