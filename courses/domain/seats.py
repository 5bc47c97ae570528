"""Seats of a run and the queue for them. Whatever changes an enrolment takes the lock on the run's row first."""

from datetime import timedelta

from django.utils.translation import gettext as _

from courses.domain import enrolment_notices
from courses.enums import ENROLMENT_TRANSITIONS, EnrolmentState, RunState
from courses.models import CourseRun, Enrolment
from lms.accounts.models import User
from lms.common import clock, statelog
from lms.common.errors import DomainError

# Two evenings: long enough for a message to be read by somebody who works, short enough that the seat reaches the next
# person before the first class.
OFFER_HOLDS = timedelta(hours=48)


def locked_run(run_id: int) -> CourseRun:
    """The race: two people each count one free seat and both take it, or a lapsed offer and a withdrawal call the same
    next person twice. Counting and writing happen under this one row's lock."""
    return CourseRun.objects.select_for_update(of=("self",)).select_related("version", "centre").get(pk=run_id)


def locked_enrolment(enrolment: Enrolment) -> Enrolment:
    """The run's lock, then the row's, in this order everywhere: completing an enrolment locks the row alone."""
    run = locked_run(enrolment.run_id)
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("person")
    fresh = rows.get(pk=enrolment.pk)
    fresh.run = run
    return fresh


def free_seats(run: CourseRun) -> int:
    return max(0, run.capacity - run.enrolments.holding_seats().count())


def move(
    enrolment: Enrolment,
    action: str,
    to: EnrolmentState,
    *,
    actor: User | None,
    reason: str = "",
) -> Enrolment:
    """One step of the table: write, log, tell. The caller holds the locks."""
    before = enrolment.state
    if to not in ENROLMENT_TRANSITIONS.get(before, {}).get(action, frozenset()):
        raise DomainError(
            _("This has changed meanwhile: it is now “%(state)s”. Please open the page again.")
            % {"state": enrolment.get_state_display()},
            code="wrong_state",
        )
    enrolment.state = to
    enrolment.reason = reason or enrolment.reason
    enrolment.offer_expires_at = clock.now() + OFFER_HOLDS if to == EnrolmentState.OFFERED else None
    if to == EnrolmentState.WAITLISTED:
        enrolment.queued_at = clock.now()
    enrolment.save(update_fields=["state", "reason", "offer_expires_at", "queued_at"])
    statelog.record(enrolment, action=action, from_state=before, to_state=to, actor=actor, reason=reason)
    enrolment_notices.tell(enrolment, action=action)
    return enrolment


def seat_or_queue(run: CourseRun) -> EnrolmentState:
    """A seat at once, unless all are taken or somebody waits already."""
    free = free_seats(run) > 0 and not run.enrolments.queue().exists()
    return EnrolmentState.ACTIVE if free else EnrolmentState.WAITLISTED


def offer_free_seats(run: CourseRun, *, actor: User | None) -> int:
    """Offer every free seat to the next in the queue, in the transaction that freed it. Applications that still wait for
    approval are no part of the queue, however many seats there are."""
    if run.state != RunState.PUBLISHED or run.ends_on < clock.today():
        return 0
    called = run.enrolments.queue().select_related("person")[: free_seats(run)]
    for enrolment in called:
        enrolment.run = run
        move(enrolment, "offer", EnrolmentState.OFFERED, actor=actor)
    return len(called)
