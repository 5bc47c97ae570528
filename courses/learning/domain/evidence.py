"""What staff accepted outside lessons turns out wrong: it is taken back by a row of its own."""

from django.db import transaction

from courses.learning.domain.completion import lock_people
from courses.learning.domain.reviews import facts_corrected
from courses.learning.rules import may_take_back_evidence
from courses.runs.models import Evidence
from lms.accounts.domain.guards import not_coordinator
from lms.accounts.models import User
from lms.common import clock
from lms.common.records import statelog
from lms.common.records.reasons import check_reason


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
