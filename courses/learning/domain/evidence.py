"""What staff accept outside lessons, and take back by a row of its own where it turns out wrong."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.learning.domain.completion import lock_people
from courses.learning.domain.reviews import facts_corrected
from courses.learning.queries.facts import evidence_asked
from courses.learning.rules import may_accept_evidence, may_take_back_evidence
from courses.runs.enums import LEARNING
from courses.runs.models import Enrolment, Evidence
from courses.runs.signals import facts_changed
from lms.accounts.domain.guards import not_coordinator
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog
from lms.common.records.reasons import check_reason


def accept_evidence(*, enrolment: Enrolment, kind: str, reason: str, actor: User) -> Evidence:
    """Staff accept what the rule asks of the person outside lessons, such as a paper; it is logged with its reason. Two who
    accept it at once are one after the other, by the lock on the person. What was completed by it, and stood in doubt
    since it was taken back, is in doubt no more."""
    if not may_accept_evidence(actor, enrolment):
        raise not_coordinator()
    if enrolment.state not in LEARNING:
        raise DomainError(_("This person is not learning in the run at the moment."), code="not_active")
    if kind not in evidence_asked(enrolment.version):
        raise DomainError(_("The rule of this course does not ask for that."), code="not_asked")
    reason = check_reason(reason)
    with transaction.atomic():
        lock_people([enrolment.person_id])
        evidence = _accepted(enrolment, kind, reason, actor)
        facts_changed.send(Evidence, people=[enrolment.person_id], actor=actor)
        return evidence


def _accepted(enrolment: Enrolment, kind: str, reason: str, actor: User) -> Evidence:
    of = {"person": enrolment.person, "course_key": enrolment.version.course_key, "kind": kind}
    before = Evidence.objects.current().filter(**of).first()
    if before and before.accepted:
        return before
    evidence = Evidence.objects.create(
        **of,
        centre_id=enrolment.centre_id,
        reason=reason,
        accepted_by=actor,
        accepted_at=clock.now(),
        supersedes=before,
    )
    statelog.record(evidence, action="accept", actor=actor, reason=reason)
    return evidence


def take_back_evidence(*, evidence: Evidence, reason: str, actor: User) -> Evidence:
    """What was completed by it stays, and comes into the office's queue. Two presses take it back once: the lock on the
    person makes them queue, as it does with accepting."""
    if not may_take_back_evidence(actor, evidence):
        raise not_coordinator()
    reason = check_reason(reason)
    with transaction.atomic():
        lock_people([evidence.person_id])
        later = Evidence.objects.filter(supersedes=evidence).first()
        if later is not None or not evidence.accepted:
            return later or evidence
        taken_back = Evidence.objects.create(
            centre_id=evidence.centre_id,
            person_id=evidence.person_id,
            course_key=evidence.course_key,
            kind=evidence.kind,
            accepted=False,
            reason=reason,
            accepted_by=actor,
            accepted_at=clock.now(),
            supersedes=evidence,
        )
        statelog.record(taken_back, action="take_back", actor=actor, reason=reason)
        facts_corrected(people=[evidence.person_id], actor=actor)
        return taken_back
