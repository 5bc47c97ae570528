from collections.abc import Iterator

from django.db.models import Count, F, Q

from courses.runs.enums import SEAT_HOLDING, EnrolmentState
from courses.runs.models import Completion, CourseRun, Enrolment
from lms.common.integrity import verify


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
    yield from verify.rows(Enrolment.objects.filter(completed, completion=None))
    yield from verify.rows(Completion.objects.exclude(enrolment__state=EnrolmentState.COMPLETED))
    of_enrolment = Q(
        person=F("enrolment__person"),
        course_key=F("enrolment__version__course_key"),
        minutes=F("enrolment__version__minutes"),
    )
    yield from verify.rows(Completion.objects.exclude(of_enrolment))


CHECKS = {
    "seats_within_capacity": seats_within_capacity,
    "enrolments_are_kept": enrolments_are_kept,
    "enrolments_follow_their_run": enrolments_follow_their_run,
    "completions_match_enrolments": completions_match_enrolments,
}
