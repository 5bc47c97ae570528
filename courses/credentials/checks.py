import hashlib
from collections.abc import Iterator

from django.db.models import Count, F, Max

from courses.credentials.enums import CertificateState
from courses.credentials.models import Certificate
from lms.common import clock
from lms.common.integrity import verify


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
        frozen = [row.snapshot.get(name) for name in ("number", "verify_code", "minutes")]
        completed_on = row.completion.completed_at.astimezone(clock.SEOUL).date().isoformat()
        same_day = row.snapshot.get("completed_on", completed_on) == completed_on
        if frozen != [row.number, row.code, row.completion.minutes] or not same_day:
            yield f"{row._meta.label} {row.pk}"


def certificate_numbers_are_all_there() -> Iterator[str]:
    """No certificate is ever deleted, so a centre's numbers of a year run from 1 without a gap."""
    years = Certificate.objects.order_by().values("centre", "year")
    for year in years.annotate(there=Count("pk"), last=Max("sequence")).exclude(there=F("last")):
        yield f"accounts.Centre {year['centre']}: a number of {year['year']} is missing"


CHECKS = {
    "certificates_are_whole": certificates_are_whole,
    "certificates_follow_completions": certificates_follow_completions,
    "certificates_say_what_their_rows_say": certificates_say_what_their_rows_say,
    "certificate_numbers_are_all_there": certificate_numbers_are_all_there,
}
