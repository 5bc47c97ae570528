"""Completions whose facts were corrected: which of them rest on nothing any more, and what the office decides by."""

from collections.abc import Collection, Iterator
from itertools import groupby
from operator import attrgetter

from django.db.models import QuerySet

from courses import criteria
from courses.learning.enums import OPEN_REVIEW, ReviewState
from courses.learning.models import Attendance, CompletionReview
from courses.learning.queries.drift import enrolments_of_run, met_by, runs_of
from courses.learning.queries.sheets import sheet_times
from courses.runs.models import Completion, Enrolment, Evidence
from lms.common import clock


def unmet_completions(people: Collection[int]) -> Iterator[Completion]:
    """Of these people, those that stand although their rule is met neither by the facts of their moment, as they were
    corrected since, nor by those of now."""
    rows = Enrolment.objects.filter(person__in=people, completions__in=Completion.objects.standing())
    rows = rows.select_related("run", "version").with_completion().order_by("run_id", "pk")
    for run_id, group in groupby(rows, key=attrgetter("run_id")):
        for row in _unmet(run_id, list(group)):
            if row.completion:
                yield row.completion


def _unmet(run_id: int, rows: list[Enrolment]) -> Iterator[Enrolment]:
    """A sheet that is open may still bring what is missing, so it counts as it is."""
    moments = {row.person_id: row.completion.completed_at for row in rows if row.completion}
    met = met_by(run_id, rows, moments, corrected=True, so_far=True) | met_by(run_id, rows, {}, so_far=True)
    return (row for row in rows if row.pk not in met)


def corrected_without_review() -> Iterator[Completion]:
    """Those that rested on facts when they were made, rest on none since these were corrected, and that nobody is asked
    about or decided to keep. A correction on a sheet that may still be changed asks nobody yet."""
    reviewed = CompletionReview.objects.filter(state__in=[*OPEN_REVIEW, ReviewState.KEPT]).values("completion")
    completed = Enrolment.objects.filter(completions__in=Completion.objects.standing().exclude(pk__in=reviewed))
    for run_id in runs_of(completed):
        rows = enrolments_of_run(run_id, completed)
        met = met_by(run_id, rows, {row.person_id: row.completion.completed_at for row in rows if row.completion})
        for row in _unmet(run_id, [row for row in rows if row.pk in met]):
            if row.completion and not _is_provisional(row.completion):
                yield row.completion


def _is_provisional(completion: Completion) -> bool:
    sheets = {mark.session_id for mark in corrected_marks(completion)}
    times, now = sheet_times(sheets), clock.now()
    return any(times[pk].settles_at(now) is not None for pk in sheets)


def in_doubt() -> QuerySet[CompletionReview]:
    """Ids of completions that the office is about to decide on."""
    return CompletionReview.objects.open().values("completion")  # type: ignore[return-value]


def enrolments_resting_on(completion: Completion) -> list[Enrolment]:
    """The person's live enrolments elsewhere whose entry or whose rule asks for the course."""
    rows = Enrolment.objects.live().filter(person_id=completion.person_id).exclude(pk=completion.enrolment_id)
    rows = rows.select_related("run__version", "version").order_by("applied_at", "pk")
    return [row for row in rows if completion.course_key in _courses_asked(row)]


def _courses_asked(row: Enrolment) -> set[str]:
    trees = [criteria.parse(rule) for rule in (row.version.prerequisites, row.version.rule)]
    found = (leaf for tree in trees for leaf in criteria.leaves(tree))
    return {leaf.key for leaf in found if isinstance(leaf, criteria.Course)}


def corrected_marks(completion: Completion) -> list[Attendance]:
    """What was corrected after the completion, with what stood there before."""
    rows = Attendance.objects.current().filter(person_id=completion.person_id, supersedes__isnull=False)
    later = rows.filter(recorded_at__gt=completion.completed_at)
    return list(later.select_related("session", "supersedes", "recorded_by").order_by("session__starts_at", "pk"))


def taken_back_evidence(completion: Completion) -> list[Evidence]:
    """What was taken back after the completion, with what had been accepted."""
    rows = Evidence.objects.current().filter(person_id=completion.person_id, accepted=False)
    later = rows.filter(accepted_at__gt=completion.completed_at).select_related("supersedes", "accepted_by")
    return list(later.order_by("accepted_at", "pk"))
