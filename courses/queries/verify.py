"""What must be true of all learning, recomputed from the rows."""

import hashlib
from collections.abc import Iterator

from django.db.models import Count, F, Q

from courses.enums import SEAT_HOLDING, CertificateState, EnrolmentState
from courses.models import Certificate, Completion, CourseRun, Enrolment
from lms.common import verify


def seats_within_capacity() -> Iterator[str]:
    held = Count("enrolments", filter=Q(enrolments__state__in=SEAT_HOLDING))
    yield from verify.rows(CourseRun.objects.annotate(held=held).filter(held__gt=F("capacity")))


def enrolments_follow_their_run() -> Iterator[str]:
    yield from verify.rows(Enrolment.objects.exclude(version__course_key=F("run__version__course_key")))


def completions_match_enrolments() -> Iterator[str]:
    """Who completed has a completion, of the same person and course; who has one is completed."""
    completed = Q(state=EnrolmentState.COMPLETED)
    yield from verify.rows(Enrolment.objects.filter(completed, completion=None))
    yield from verify.rows(Completion.objects.exclude(enrolment__state=EnrolmentState.COMPLETED))
    yield from verify.rows(
        Completion.objects.exclude(person=F("enrolment__person"), course_key=F("enrolment__version__course_key"))
    )


def certificates_are_whole() -> Iterator[str]:
    """Each paper is where its row says, and is the one that was issued."""
    for certificate in Certificate.objects.filter(erased_at=None).iterator():
        try:
            with certificate.pdf.open("rb") as paper:
                same = hashlib.file_digest(paper, "sha256").hexdigest() == certificate.sha256
        except OSError:
            yield f"{certificate._meta.label} {certificate.pk}: its file is missing"
        else:
            if not same:
                yield f"{certificate._meta.label} {certificate.pk}: its file was changed"


def certificates_follow_completions() -> Iterator[str]:
    yield from verify.rows(
        Certificate.objects.exclude(person=F("completion__person"), course_key=F("completion__course_key"))
    )
    replaced = Certificate.objects.filter(state=CertificateState.SUPERSEDED)
    yield from verify.rows(replaced.exclude(replaced_by__completion=F("completion")))


CHECKS = {
    "seats_within_capacity": seats_within_capacity,
    "enrolments_follow_their_run": enrolments_follow_their_run,
    "completions_match_enrolments": completions_match_enrolments,
    "certificates_are_whole": certificates_are_whole,
    "certificates_follow_completions": certificates_follow_completions,
}
