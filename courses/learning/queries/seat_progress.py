from collections.abc import Iterable
from dataclasses import dataclass

from courses.learning.queries.progress import Progress, progress_of_all
from courses.runs.enums import LEARNING
from courses.runs.models import CourseRun, Enrolment
from courses.runs.queries.office import Roster


def seats(people: Roster, *, in_office: bool) -> list[tuple[Enrolment, Progress | None]]:
    """Those with a seat, and how far each is. That is the office's to read: an instructor sees the names."""
    if not in_office:
        return [(row, None) for row in people.seated]
    return [(found.enrolment, found) for found in progress_of_all(people.seated)]


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
