"""Where state and rule have come apart: the evaluator judges again by what was known when the state was set."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime

from courses.criteria import completes, evaluate, parse
from courses.learning.enums import ReviewState
from courses.learning.models import CompletionReview
from courses.learning.queries.facts import facts_of_all, planned_sessions
from courses.runs.enums import EnrolmentState, RunState
from courses.runs.models import ClassSession, Completion, Enrolment
from courses.runs.models.enrolment import EnrolmentQuerySet
from lms.common.models import StateChange


def completed_without_rule() -> Iterator[Completion]:
    """Those whose rule wasn't met by the facts of the moment at which they say they were completed, and which nobody
    decided to keep."""
    kept = CompletionReview.objects.filter(state=ReviewState.KEPT).values("completion")
    completed = Enrolment.objects.filter(completions__in=Completion.objects.standing().exclude(pk__in=kept))
    for run_id in runs_of(completed):
        rows = enrolments_of_run(run_id, completed)
        found = {row.pk: row.completion for row in rows if row.completion}
        moments = {row.person_id: found[row.pk].completed_at for row in rows}
        met = met_by(run_id, rows, moments)
        yield from (found[row.pk] for row in rows if row.pk not in met)


def met_without_completion() -> Iterator[Enrolment]:
    """Those who learn, and whose rule is met; and those who were marked as not having completed although it was."""
    learning = Enrolment.objects.filter(state=EnrolmentState.ACTIVE, run__state=RunState.PUBLISHED)
    turned_away = Enrolment.objects.filter(state=EnrolmentState.NOT_COMPLETED)
    for run_id in runs_of(learning):
        rows = enrolments_of_run(run_id, learning)
        met = met_by(run_id, rows, {}, by_taking_part=True)
        yield from (row for row in rows if row.pk in met)
    for run_id in runs_of(turned_away):
        ended = _ended(run_id)
        rows = [row for row in enrolments_of_run(run_id, turned_away) if row.pk in ended]
        met = met_by(run_id, rows, {row.person_id: ended[row.pk] for row in rows}, by_taking_part=True)
        yield from (row for row in rows if row.pk in met)


def runs_of(rows: EnrolmentQuerySet) -> list[int]:
    return list(rows.order_by("run_id").values_list("run_id", flat=True).distinct())


def enrolments_of_run(run_id: int, rows: EnrolmentQuerySet) -> list[Enrolment]:
    return list(rows.filter(run_id=run_id).select_related("run", "version").with_completion().order_by("pk"))


def _ended(run_id: int) -> dict[int, datetime]:
    """Enrolment → when it was marked as not completed."""
    rows = Enrolment.objects.filter(run_id=run_id).values("pk")
    changes = StateChange.objects.filter(subject=Enrolment._meta.label_lower, subject_id__in=rows)
    return dict(changes.filter(to_state=EnrolmentState.NOT_COMPLETED).order_by("pk").values_list("subject_id", "at"))


def met_by(
    run_id: int,
    rows: list[Enrolment],
    until: Mapping[int, datetime],
    *,
    by_taking_part: bool = False,
    corrected: bool = False,
    so_far: bool = False,
) -> set[int]:
    """Ids of those enrolments whose rule is met, or was at the person's moment. A few queries for all of a run.

    `so_far` counts provisional marks, too."""
    met = set()
    for sessions, group in _by_classes(run_id, rows, until):
        known = facts_of_all(group, sessions, until, corrected=corrected)
        for row in group:
            facts = known[row.pk] if so_far else known[row.pk].settled
            result = evaluate(parse(row.version.rule), facts)
            if completes(result, facts) if by_taking_part else result.met:
                met.add(row.pk)
    return met


def _by_classes(
    run_id: int, rows: list[Enrolment], until: Mapping[int, datetime]
) -> Iterator[tuple[list[ClassSession], list[Enrolment]]]:
    """People with the classes that were planned at their moment; mostly all of them are."""
    sessions = planned_sessions(run_id)
    plans = StateChange.objects.filter(subject=ClassSession._meta.label_lower, action="plan")
    of_run = plans.filter(subject_id__in=[session.pk for session in sessions])
    planned = dict(of_run.values_list("subject_id", "at")) if until else {}
    groups: dict[tuple[int, ...], list[Enrolment]] = defaultdict(list)
    for row in rows:
        later = {pk for pk, at in planned.items() if at > until[row.person_id]}
        groups[tuple(session.pk for session in sessions if session.pk not in later)].append(row)
    for there, group in groups.items():
        yield [session for session in sessions if session.pk in there], group
