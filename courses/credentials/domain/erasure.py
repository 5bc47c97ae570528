"""What erasing an account means for runs, learning and certificates: figures stay, words and papers go."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.credentials.models import Certificate
from courses.learning.models import ReadingPlace
from courses.runs.enums import LIVE, EnrolmentState, RunState
from courses.runs.models import CourseRun, Enrolment, Evidence
from lms.accounts.models import User
from lms.common import clock
from lms.common.files.rollback import delete_after_commit
from lms.common.records import statelog
from lms.privacy.erasure_parts import Duty
from lms.privacy.retention import Rule


def open_duties(person: User) -> Iterator[Duty]:
    going_on = Enrolment.objects.filter(person=person, state__in=LIVE - {EnrolmentState.COMPLETED})
    for row in going_on.filter(run__ends_on__gte=clock.today()).select_related("run__version"):
        yield Duty(
            _("You take part in %(run)s. Please withdraw first.") % {"run": row.run},
            reverse("apply", args=[row.run_id]),
        )
    kept = CourseRun.objects.filter(Q(coordinator=person) | Q(instructors=person), ends_on__gte=clock.today())
    for run in kept.exclude(state=RunState.CANCELLED).select_related("version").distinct():
        yield Duty(_("You are in charge of %(run)s. Please have somebody else named first.") % {"run": run})


def erase_learning(person: User) -> None:
    Enrolment.objects.filter(person=person).update(note="", reason="")
    Evidence.objects.filter(person=person).update(reason="")
    ReadingPlace.objects.filter(enrolment__person=person).delete()
    for certificate in Certificate.objects.select_for_update().filter(person=person, erased_at=None).order_by("pk"):
        _erase_certificate(certificate)


def _erase_certificate(certificate: Certificate) -> None:
    """Number, course, hours, days, state, code and hash stay; the name and the paper go. The trigger allows just this."""
    paper = certificate.pdf.name
    certificate.snapshot = {**certificate.snapshot, "name": ""}
    certificate.pdf, certificate.reason, certificate.erased_at = "", "", clock.now()
    certificate.save(update_fields=["snapshot", "pdf", "reason", "erased_at"])
    statelog.record(certificate, action="erase", from_state=certificate.state, to_state=certificate.state, actor=None)
    if paper:
        delete_after_commit(certificate.pdf.storage, paper)


def papers_left(before: datetime) -> QuerySet[Certificate]:
    """Erased certificates whose paper a failure of the storage left behind."""
    storage = Certificate.pdf.field.storage
    erased = Certificate.objects.filter(erased_at__lt=before)
    return erased.filter(pk__in=[row.pk for row in erased if storage.exists(_paper_of(row))])


def destroy_papers_left(before: datetime) -> None:
    for row in papers_left(before):
        Certificate.pdf.field.storage.delete(_paper_of(row))


def _paper_of(certificate: Certificate) -> str:
    """Where the paper was put when it was issued."""
    return f"certificates/{certificate.issued_at.astimezone(clock.SEOUL):%Y}/{certificate.code}.pdf"


RULES = (Rule("papers_of_people_who_left", lambda: 0, papers_left, destroy_papers_left),)
