"""Runs whose completions the office looks after, and the certificates that were issued."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from courses.credentials.domain import certificates as domain
from courses.credentials.enums import CertificateState
from courses.credentials.models import Certificate
from courses.credentials.queries import completions as queries
from courses.credentials.queries.certificates import is_lost
from courses.curriculum.models import CourseVersion
from courses.runs.enums import ANNOUNCED_RUN
from courses.runs.models import CourseRun
from lms.accounts.deeds import Deed
from lms.accounts.lists import FileList, ListForm, OfficeList, Pile, Sort, in_states
from lms.accounts.models import Centre, User
from lms.accounts.rules import may_coordinate
from lms.common.errors import DomainError
from lms.common.files.export import Cell
from lms.common.models import Job


class CompletionFilters(ListForm):
    q = forms.CharField(label=_("Course or run"), required=False, max_length=80)


def _has_due() -> Q:
    return Q(Exists(queries.due_completions().filter(enrolment__run=OuterRef("pk"))))


def _issue(row: CourseRun, actor: User, reason: str) -> Job:
    if not domain.due_in(row, actor).exists():
        raise DomainError(_("No certificate of this run is due."), code="none_due")
    return domain.ask_for_all(run=row, actor=actor)


class Completions(OfficeList[CourseRun]):
    model = CourseRun
    page = "office_completions"
    title = _("Completions")
    counted = ngettext_lazy("%(n)s run", "%(n)s runs", "n")
    nothing = (_("Nobody yet"), _("Runs appear here once they are published."))
    form = CompletionFilters
    search = ("version__title", "name")
    day = "ends_on"
    sorts: ClassVar[Mapping[str, Sort]] = {
        "new": Sort(_("The latest first"), ("-starts_on",)),
        "old": Sort(_("The earliest first"), ("starts_on",)),
        "title": Sort(_("By course"), ("version__title", "starts_on"), indexed=False),
    }
    piles: ClassVar[Mapping[str, Pile]] = {
        "": Pile(_("All"), Q, counted=False),
        "due": Pile(_("Certificates to issue"), _has_due),
    }
    deeds: ClassVar[Mapping[str, Deed]] = {
        "certificates_issue": Deed(
            _("Issue the certificates of those chosen"),
            ngettext_lazy(
                "The certificates of %(n)s run are being issued.",
                "The certificates of %(n)s runs are being issued.",
                "n",
            ),
            may_coordinate,
            _issue,
            _(
                "Everybody who has completed one of these runs and has no certificate gets theirs. Please check the names."
            ),
        ),
    }

    def scope(self, user: User, centre: Centre) -> QuerySet[CourseRun]:
        return CourseRun.objects.of_office_of(user).filter(centre=centre, state__in=ANNOUNCED_RUN)

    def figures(self, rows: QuerySet[CourseRun], user: User, centre: Centre) -> QuerySet[CourseRun]:
        return queries.with_counts(rows)


class CertificateFilters(ListForm):
    q = forms.CharField(label=_("Name, number or phone"), required=False, max_length=80)
    course = forms.ChoiceField(label=_("Course"), required=False)

    def offer(self, centre: Centre, user: User) -> None:
        versions = CourseVersion.objects.filter(centre=centre).order_by("number")
        titles = dict(versions.values_list("course_key", "title"))  # of each course the newest
        ordered = sorted(titles.items(), key=lambda item: item[1])
        self.fields["course"].choices = [("", _("All")), *ordered]  # type: ignore[attr-defined]


def _revocation_asked() -> Q:
    return Q(state=CertificateState.VALID, revocation_asked_by__isnull=False)


def _issue_anew(row: Certificate, actor: User, reason: str) -> Certificate:
    return domain.supersede_certificate(certificate=row, reason=reason, actor=actor)


class Certificates(FileList[Certificate]):
    """What they say is the snapshot's: who left has no name in it any more."""

    model = Certificate
    page = "office_certificates"
    title = _("Certificates")
    counted = ngettext_lazy("%(n)s certificate", "%(n)s certificates", "n")
    nothing = (_("No certificate was issued yet."), _("They are issued on the page of a run's completions."))
    form = CertificateFilters
    search = ("number", "person__name")
    people = ("person",)
    day = "issued_at"
    equal: ClassVar[Mapping[str, str]] = {"course": "course_key"}
    sorts: ClassVar[Mapping[str, Sort]] = {
        "new": Sort(_("The latest first"), ("-issued_at",)),
        "old": Sort(_("The earliest first"), ("issued_at",)),
        "name": Sort(_("By name"), ("person__name", "-issued_at"), indexed=False),
    }
    piles: ClassVar[Mapping[str, Pile]] = {
        "": Pile(_("All"), Q, counted=False),
        "valid": Pile(_("Valid"), in_states(CertificateState.VALID)),
        "asked": Pile(_("To be revoked, if the manager agrees"), _revocation_asked),
        "lost": Pile(_("Of withdrawn completions"), is_lost),
        "replaced": Pile(_("Replaced"), in_states(CertificateState.SUPERSEDED)),
        "revoked": Pile(pgettext_lazy("site", "Revoked"), in_states(CertificateState.REVOKED)),
    }
    deeds: ClassVar[Mapping[str, Deed]] = {
        "certificates_anew": Deed(
            _("Issue those chosen anew"),
            ngettext_lazy("%(n)s certificate is issued anew.", "%(n)s certificates are issued anew.", "n"),
            may_coordinate,
            _issue_anew,
            _("For example after a corrected name. The old one stays and says that it was replaced."),
            _("The person reads it beside the certificate."),
        ),
    }
    file_name = _("certificates")
    file_label = _("Download the list of certificates")
    header = (
        *(_("Number"), _("Name"), _("Course"), _("Run"), _("Completed on"), _("Issued on")),
        *(_("State"), _("Reason")),
    )

    def scope(self, user: User, centre: Centre) -> QuerySet[Certificate]:
        return Certificate.objects.visible_to(user).filter(centre=centre)

    def figures(self, rows: QuerySet[Certificate], user: User, centre: Centre) -> QuerySet[Certificate]:
        return rows.select_related("completion__enrolment__run")

    def names_of(self, rows: Sequence[Certificate], centre: Centre) -> dict[int, str]:
        return {row.pk: f"{row.number} · {row.snapshot['name']}" for row in rows}

    def line(self, row: Certificate) -> Sequence[Cell]:
        what = row.number, row.snapshot["name"], row.snapshot["course"], row.completion.enrolment.run.name
        return *what, row.completion.completed_at, row.issued_at, row.get_state_display(), row.reason

    def whose(self, row: Certificate) -> Sequence[int]:
        return [] if row.erased_at else [row.person_id]


COMPLETIONS = Completions()
CERTIFICATES = Certificates()
