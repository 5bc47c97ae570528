"""What must be true of all learning, recomputed from the rows."""

import hashlib
from collections.abc import Iterator

from django.db.models import Count, F, Max, Q

from courses.enums import SEAT_HOLDING, CertificateState, EnrolmentState
from courses.models import Attendance, Certificate, CheckAnswer, Completion, CourseRun, Enrolment, LessonCompletion
from lms.common import verify


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


def facts_follow_their_enrolment() -> Iterator[str]:
    own = Q(person=F("enrolment__person"))
    yield from verify.rows(LessonCompletion.objects.exclude(own))
    yield from verify.rows(CheckAnswer.objects.exclude(own))
    yield from verify.rows(Attendance.objects.exclude(own, session__run=F("enrolment__run")))


def certificates_are_whole() -> Iterator[str]:
    """Each paper is where its row says, and is the one that was issued; of who left there is neither paper nor name."""
    left = Certificate.objects.exclude(erased_at=None)
    yield from verify.rows(left.exclude(pdf="", snapshot__name=""))
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
    yield from verify.rows(Certificate.objects.filter(issued_by=F("person")))
    replaced = Certificate.objects.filter(state=CertificateState.SUPERSEDED)
    yield from verify.rows(replaced.exclude(replaced_by__completion=F("completion")))


def certificates_say_what_their_rows_say() -> Iterator[str]:
    """Whoever checks a certificate is shown the snapshot."""
    for row in Certificate.objects.select_related("completion").iterator():
        said = [row.snapshot.get(name) for name in ("number", "verify_code", "minutes")]
        if said != [row.number, row.code, row.completion.minutes]:
            yield f"{row._meta.label} {row.pk}"


def certificate_numbers_are_all_there() -> Iterator[str]:
    """No certificate is ever deleted, so a centre's numbers of a year run from 1 without a gap."""
    years = Certificate.objects.order_by().values("centre", "year")
    for year in years.annotate(there=Count("pk"), last=Max("sequence")).exclude(there=F("last")):
        yield f"accounts.Centre {year['centre']}: a number of {year['year']} is missing"


CHECKS = {
    "seats_within_capacity": seats_within_capacity,
    "enrolments_are_kept": enrolments_are_kept,
    "enrolments_follow_their_run": enrolments_follow_their_run,
    "completions_match_enrolments": completions_match_enrolments,
    "facts_follow_their_enrolment": facts_follow_their_enrolment,
    "certificates_are_whole": certificates_are_whole,
    "certificates_follow_completions": certificates_follow_completions,
    "certificates_say_what_their_rows_say": certificates_say_what_their_rows_say,
    "certificate_numbers_are_all_there": certificate_numbers_are_all_there,
}
