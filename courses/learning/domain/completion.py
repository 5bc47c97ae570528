"""Completing a run: a fact that follows from facts. No request can assert it."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.learning.queries.facts import evidence_asked
from courses.learning.queries.progress import Progress, progress
from courses.learning.rules import may_accept_evidence
from courses.runs.enums import LEARNING, EnrolmentState
from courses.runs.models import Completion, Enrolment, Evidence
from lms.accounts.domain.guards import not_coordinator
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog, transitions
from lms.common.records.reasons import check_reason
from lms.notifications.domain import notify


def evaluate_enrolment(*, enrolment: Enrolment, actor: User | None) -> Completion | None:
    """Called after each fact, in its transaction: completes the enrolment when its rule is met, and never undoes that.

    The lock is the enrolment's row alone: two facts at the same moment would both find the rule met, or each miss the
    other. A run's learners don't wait for each other, since who completes keeps the seat that they hold.
    """
    with transaction.atomic():
        enrolment = transitions.lock(enrolment, action="complete")
        if enrolment.state != EnrolmentState.ACTIVE:
            return Completion.objects.filter(enrolment=enrolment).first()
        return complete_if_met(found=progress(enrolment), actor=actor)


def complete_if_met(*, found: Progress, actor: User | None) -> Completion | None:
    """`found` was read under the lock on its enrolment. Who has completed already, or has no seat, stays as they are."""
    if found.enrolment.state != EnrolmentState.ACTIVE or not found.result.met:
        return None
    return _complete(found.enrolment, actor)


def _complete(enrolment: Enrolment, actor: User | None) -> Completion:
    completion = Completion.objects.create(
        centre_id=enrolment.centre_id,
        enrolment=enrolment,
        person=enrolment.person,
        course_key=enrolment.version.course_key,
        minutes=enrolment.version.minutes,
        completed_at=clock.now(),
    )
    transitions.move(enrolment, "complete", actor=actor)
    notify(
        person=enrolment.person,
        kind="completion",
        key=f"completion:{completion.pk}",
        title=_("You have completed the course: %(course)s") % {"course": enrolment.version.title[:60]},
        text=_("The centre will issue your certificate."),
        path=reverse("learn", args=[enrolment.run_id]),
    )
    return completion


def accept_evidence(*, enrolment: Enrolment, kind: str, reason: str, actor: User) -> Evidence:
    """Staff accept what the rule asks of the person outside lessons, such as a paper; it is logged with its reason."""
    if not may_accept_evidence(actor, enrolment):
        raise not_coordinator()
    if enrolment.state not in LEARNING:
        raise DomainError(_("This person is not learning in the run at the moment."), code="not_active")
    if kind not in evidence_asked(enrolment.version):
        raise DomainError(_("The rule of this course does not ask for that."), code="not_asked")
    reason = check_reason(reason)
    with transaction.atomic():
        evidence, created = Evidence.objects.get_or_create(
            person=enrolment.person,
            course_key=enrolment.version.course_key,
            kind=kind,
            defaults={
                "centre_id": enrolment.centre_id,
                "reason": reason,
                "accepted_by": actor,
                "accepted_at": clock.now(),
            },
        )
        if created:
            statelog.record(evidence, action="accept", actor=actor, reason=reason)
        evaluate_enrolment(enrolment=enrolment, actor=actor)
        return evidence
