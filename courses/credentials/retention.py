from datetime import datetime

from django.db.models import QuerySet

from courses.credentials.models import Certificate
from lms.common import clock
from lms.privacy.registries import Retention


def papers_left(before: datetime) -> QuerySet[Certificate]:
    """Erased certificates whose paper a failure of the storage left behind."""
    storage = Certificate.pdf.field.storage
    erased = Certificate.objects.filter(erased_at__lt=before)
    return erased.filter(pk__in=[row.pk for row in erased if storage.exists(_paper_of(row))])


def destroy_papers_left(rows: QuerySet[Certificate], before: datetime) -> None:
    for row in rows:
        Certificate.pdf.field.storage.delete(_paper_of(row))


def _paper_of(certificate: Certificate) -> str:
    """Where the paper was put when it was issued."""
    return f"certificates/{certificate.issued_at.astimezone(clock.SEOUL):%Y}/{certificate.code}.pdf"


PAPERS_LEFT = Retention(None, papers_left, destroy_papers_left)
