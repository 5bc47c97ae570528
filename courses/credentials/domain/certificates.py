"""Issuing certificates. What is issued is frozen: the data, the PDF made of it, and the PDF's hash."""

import hashlib
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import TaskContext, task

from courses.credentials import rules
from courses.credentials.codes import new_code
from courses.credentials.enums import CertificateState
from courses.credentials.models import Certificate
from courses.credentials.queries.completions import due_completions
from courses.credentials.signals import certificate_lost
from courses.learning.queries.reviews import in_doubt
from courses.learning.signals import completion_withdrawn
from courses.runs.models import Completion, CompletionWithdrawal, CourseRun
from courses.runs.models.enrolment import CompletionQuerySet
from lms.accounts.domain.guards import not_coordinator, not_manager
from lms.accounts.models import Centre, User
from lms.common import clock
from lms.common.background import jobs, queue
from lms.common.errors import DomainError, NotAllowed
from lms.common.files.pdf import Unprintable, render_pdf
from lms.common.files.qr import qr_svg
from lms.common.files.rollback import with_files
from lms.common.models import Job
from lms.common.records import statelog, transitions
from lms.common.records.reasons import check_reason
from lms.notifications.domain import notify


def ask_for_all(*, run: CourseRun, actor: User) -> Job:
    """Certificates for everybody who has completed the run and has none, one by one in the background: whose name can't
    be printed stops nobody else's. Pressed again while it is under way it is the same job."""
    _check_issues(actor, run)
    with transaction.atomic():
        job, is_new = jobs.open_job(
            owner=actor,
            key=f"certificates:{run.pk}",
            title=_("Issuing certificates: %(run)s") % {"run": f"{run.version.title} {run.name}"},
            total=due_in(run, actor).count(),
            back=f"{reverse('office_completions')}?run={run.pk}",
        )
        if is_new:
            queue.enqueue_on_commit(issue_certificates, job.pk, run.pk)
    return job


@task(takes_context=True)
def issue_certificates(context: TaskContext, job_id: int, run_id: int) -> None:
    def due(job: Job) -> list[Completion]:
        return list(due_in(CourseRun.objects.get(pk=run_id), job.owner))

    def one(job: Job, completion: Completion) -> None:
        issue_certificate(completion=completion, actor=job.owner)

    jobs.perform(job_id, context, due, one)


def due_in(run: CourseRun, actor: User) -> CompletionQuerySet:
    """Those that `actor` may issue: everybody's but their own."""
    completions = due_completions().filter(enrolment__run=run).exclude(person=actor)
    return completions.select_related("person", "enrolment__run__version").order_by("completed_at", "pk")


def issue_certificate(*, completion: Completion, actor: User) -> Certificate:
    """A second call gives the certificate that is there. The centre's row is the lock for its numbers."""
    _check_issues(actor, completion.enrolment.run)
    _check_others(actor, completion)
    with _issuing() as papers:
        return _issue_once(completion, actor, papers)


def supersede_certificate(*, certificate: Certificate, reason: str, actor: User) -> Certificate:
    """Issue it anew, for example after a corrected name; the old one stays and points to the new one."""
    _check_issues(actor, certificate.completion.enrolment.run)
    _check_others(actor, certificate.completion)
    reason = check_reason(reason)
    with _issuing() as papers:
        old = transitions.lock(certificate)
        if old.replaced_by:
            return old.replaced_by
        _settle(old, "superseded", reason=reason, actor=actor)
        new = _issue(old.completion, old.centre, actor, papers)
        old.replaced_by = new
        old.save(update_fields=["replaced_by"])
        _tell(new, "certificate_again", _("Your certificate was issued anew"))
        return new


def ask_revocation(*, certificate: Certificate, reason: str, actor: User) -> Certificate:
    """A coordinator asks; only another person, the manager, may revoke."""
    if not rules.may_ask_revocation(actor, certificate):
        raise not_coordinator()
    reason = check_reason(reason)
    with transaction.atomic():
        certificate = _still_valid(certificate)
        if certificate.revocation_asked_by_id is None:
            certificate.revocation_asked_by, certificate.reason = actor, reason
            certificate.save(update_fields=["revocation_asked_by", "reason"])
            statelog.record(certificate, action="ask_revocation", actor=actor, reason=reason)
        return certificate


def decline_revocation(*, certificate: Certificate, reason: str, actor: User) -> Certificate:
    """The manager says no, and the coordinator reads why: the certificate stays valid, and may be asked about again."""
    _check_revokes(actor, certificate)
    reason = check_reason(reason)
    with transaction.atomic():
        certificate = _still_valid(certificate)
        asker = certificate.revocation_asked_by
        if asker is None:
            return certificate
        certificate.revocation_asked_by, certificate.reason = None, ""
        certificate.save(update_fields=["revocation_asked_by", "reason"])
        logged = statelog.record(certificate, action="decline_revocation", actor=actor, reason=reason)
        notify(
            person=asker,
            centre=certificate.centre_id,
            kind="certificate",
            key=f"revocation_declined:{logged.pk}",
            title=_("The certificate stays valid: %(number)s") % {"number": certificate.number},
            text=_("The manager read your request to revoke it and answered."),
            path=reverse("office_certificate", args=[certificate.pk]),
        )
        return certificate


def revoke_certificate(*, certificate: Certificate, actor: User) -> Certificate:
    _check_revokes(actor, certificate)
    with transaction.atomic():
        certificate = transitions.lock(certificate)
        if certificate.state == CertificateState.REVOKED:
            return certificate
        transitions.check(certificate, "revoked")
        if certificate.revocation_asked_by_id in {None, actor.pk}:
            raise DomainError(
                _("A coordinator has to ask for this first: two people revoke a certificate."), code="two_people"
            )
        _settle(certificate, "revoked", reason=certificate.reason, actor=actor)
        certificate_lost.send(Certificate, certificate=certificate)
        _tell(certificate, "certificate_revoked", _("A certificate of yours was revoked"))
        return certificate


def lose_with_completion(sender: type[CompletionWithdrawal], *, completion: Completion, **kwargs: Any) -> None:
    """The paper stays as it is until somebody decides about it, too."""
    for certificate in Certificate.objects.filter(completion=completion, state=CertificateState.VALID):
        certificate_lost.send(Certificate, certificate=certificate)


def connect() -> None:
    completion_withdrawn.connect(lose_with_completion, dispatch_uid="credentials.lose_with_completion")


def _check_issues(actor: User, run: CourseRun) -> None:
    if not rules.may_issue(actor, run):
        raise not_coordinator()


def _check_revokes(actor: User, certificate: Certificate) -> None:
    if not rules.may_revoke(actor, certificate):
        raise not_manager()


def _check_others(actor: User, completion: Completion) -> None:
    if completion.person_id == actor.pk:
        raise NotAllowed(_("Somebody else has to issue your own certificate."), code="own_certificate")


def _tell(certificate: Certificate, kind: str, title: str) -> None:
    notify(
        person=certificate.person,
        centre=certificate.centre_id,
        kind="certificate",
        key=f"{kind}:{certificate.pk}",
        title=title,
        text=certificate.snapshot["course"][:100],
        path=reverse("my_certificates"),
    )


def _still_valid(certificate: Certificate) -> Certificate:
    fresh = transitions.lock(certificate)
    if fresh.state != CertificateState.VALID:
        transitions.refuse(fresh)
    return fresh


def _settle(certificate: Certificate, action: str, *, reason: str, actor: User) -> None:
    transitions.move(certificate, action, actor=actor, reason=reason, changes={"reason": reason})


def _issuing() -> AbstractContextManager[list[str]]:
    """The transaction of rows and their papers."""
    return with_files(
        Certificate.pdf.field.storage,
        lambda papers: Certificate.objects.filter(pdf__in=papers).values_list("pdf", flat=True),
    )


def _issue_once(completion: Completion, actor: User, papers: list[str]) -> Certificate:
    centre = transitions.lock_by_id(Centre, completion.centre_id)
    existing = completion.certificates.filter(state=CertificateState.VALID).first()
    if existing:
        return existing
    certificate = _issue(completion, centre, actor, papers)
    _tell(certificate, "certificate", _("Your certificate is ready"))
    return certificate


def _issue(completion: Completion, centre: Centre, actor: User, papers: list[str]) -> Certificate:
    _check_stands(completion)
    if completion.person.erased_at:
        raise DomainError(_("This person has left and asked for erasure. There is no name to print."), code="erased")
    today = clock.today()
    last = Certificate.objects.filter(centre=centre, year=today.year).order_by("-sequence").first()
    sequence = last.sequence + 1 if last else 1
    number = f"{today.year}-{sequence:04d}"
    code = new_code()
    snapshot = _snapshot(completion, centre, number=number, code=code, today=today)
    pdf = _pdf(snapshot)
    certificate = Certificate(
        centre=centre,
        completion=completion,
        person=completion.person,
        course_key=completion.course_key,
        year=today.year,
        sequence=sequence,
        number=number,
        code=code,
        snapshot=snapshot,
        sha256=hashlib.sha256(pdf).hexdigest(),
        issued_at=clock.now(),
        issued_by=actor,
    )
    papers.append(Certificate.pdf.field.generate_filename(certificate, f"{code}.pdf"))  # before a byte of it is there
    certificate.pdf.save(f"{code}.pdf", ContentFile(pdf), save=False)
    certificate.save()
    statelog.record(certificate, action="issue", to_state=certificate.state, actor=actor)
    return certificate


def _check_stands(completion: Completion) -> None:
    if not Completion.objects.standing().filter(pk=completion.pk).exists():
        raise DomainError(_("This completion was withdrawn."), code="withdrawn")
    if in_doubt().filter(completion=completion).exists():
        raise DomainError(
            _("The facts of this completion were corrected. Two people of the office decide first whether it stays."),
            code="under_review",
        )


def _snapshot(completion: Completion, centre: Centre, *, number: str, code: str, today: date) -> dict[str, Any]:
    """Everything the paper says, as text: nothing of it changes when a name, a course or a centre does."""
    run = completion.enrolment.run
    return {
        "number": number,
        "name": completion.person.name,
        "course": run.version.title,
        "tier": run.version.tier_title,
        "run": run.name,
        "version": run.version.number,
        "starts_on": run.starts_on.isoformat(),
        "ends_on": run.ends_on.isoformat(),
        "minutes": completion.minutes,
        "completed_on": completion.completed_at.astimezone(clock.SEOUL).date().isoformat(),
        "issued_on": today.isoformat(),
        "issuer": centre.name,
        "verify_code": code,
        "verify_url": f"{settings.BASE_URL}{reverse('verify', args=[code])}",
    }


def _pdf(snapshot: dict[str, Any]) -> bytes:
    try:
        return render_pdf("certificate", snapshot | {"qr_svg": qr_svg(snapshot["verify_url"])})
    except Unprintable as error:
        raise DomainError(
            _("This name can't be printed: %(name)s. Please correct the letters of the name first.")
            % {"name": snapshot["name"]},
            code="unprintable",
        ) from error
