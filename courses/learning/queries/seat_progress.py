from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from courses.learning.queries.progress import Progress, progress_of_all
from courses.runs.enums import LEARNING, EnrolmentState
from courses.runs.models import CourseRun, Enrolment
from courses.runs.models.enrolment import standing_completions

SEATED = LEARNING | {EnrolmentState.NOT_COMPLETED}


def how_far(run: CourseRun, rows: Iterable[Enrolment]) -> dict[int, Progress]:
    """Of those with a seat, by the key of the enrolment."""
    seated = [row for row in rows if row.state in SEATED]
    for row in seated:
        row.run = run
    prefetch_related_objects(seated, "version", standing_completions())
    return {found.enrolment.pk: found for found in progress_of_all(seated)}


@dataclass(frozen=True)
class Outcome:
    """Who would have completed a run, and who not, were it closed now, its sheets with it."""

    passes: list[Progress]
    fails: list[Progress]


def who_passes(run: CourseRun) -> Outcome:
    rows = run.enrolments.filter(state__in=LEARNING).select_related("person", "version").with_completion()
    found = progress_of_all(_under(run, rows))
    outcome = Outcome([], [])
    for one in found:
        (outcome.passes if one.completed_on or one.would_complete else outcome.fails).append(one)
    return outcome


def _under(run: CourseRun, rows: Iterable[Enrolment]) -> list[Enrolment]:
    listed = sorted(rows, key=lambda row: row.person.name)
    for row in listed:
        row.run = run
    return listed
