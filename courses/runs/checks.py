from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from courses.runs.enums import SEAT_HOLDING, EnrolmentState
from courses.runs.models import Completion, CourseRun, Enrolment
from lms.common.integrity import verify
from lms.common.models import StateChange

SAME_MOMENT = timedelta(minutes=1)


def seats_within_capacity() -> Iterator[str]:
    held = Count("enrolments", filter=Q(enrolments__state__in=SEAT_HOLDING))
    yield from verify.rows(CourseRun.objects.annotate(held=held).filter(held__gt=F("capacity")))


def enrolments_are_kept() -> Iterator[str]:
    yield from verify.gone(Enrolment, *EnrolmentState.values)


def enrolments_follow_their_run() -> Iterator[str]:
    yield from verify.rows(Enrolment.objects.exclude(version__course_key=F("run__version__course_key")))


def completions_match_enrolments() -> Iterator[str]:
    """Who completed has a completion, of the same person, course and hours; who has one is completed."""
    completed = Q(state=EnrolmentState.COMPLETED)
    standing = Completion.objects.standing()
    yield from verify.rows(Enrolment.objects.filter(completed).exclude(completions__in=standing))
    yield from verify.rows(standing.exclude(enrolment__state=EnrolmentState.COMPLETED))
    of_enrolment = Q(
        person=F("enrolment__person"),
        course_key=F("enrolment__version__course_key"),
        minutes=F("enrolment__version__minutes"),
    )
    yield from verify.rows(Completion.objects.exclude(of_enrolment))


def completions_are_dated_as_logged() -> Iterator[str]:
    """A completion and the line of its step are written in one transaction, so they tell of the same moment."""
    logged: dict[int, list[datetime]] = defaultdict(list)
    steps = StateChange.objects.filter(subject=Enrolment._meta.label_lower, action="complete")
    for enrolment, at in steps.values_list("subject_id", "at"):
        logged[enrolment].append(at)
    for row in Completion.objects.only("enrolment", "completed_at").iterator():
        moments = logged.get(row.enrolment_id, [row.completed_at])
        if all(abs(at - row.completed_at) > SAME_MOMENT for at in moments):
            yield f"{row._meta.label} {row.pk}"


CHECKS = {
    "seats_within_capacity": seats_within_capacity,
    "enrolments_are_kept": enrolments_are_kept,
    "enrolments_follow_their_run": enrolments_follow_their_run,
    "completions_match_enrolments": completions_match_enrolments,
    "completions_are_dated_as_logged": completions_are_dated_as_logged,
}
