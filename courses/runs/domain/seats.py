"""Seats of a run and the queue for them.

Whatever gives, frees or counts seats holds the lock on the run's row: two people would each count one free seat and both
take it, or a lapsed offer and a withdrawal call the same next person twice. `transitions.lock` of a run or an enrolment
takes it. Completing a course keeps the seat, and so does without."""

from datetime import timedelta

from courses.runs.domain import notices
from courses.runs.enums import EnrolmentState, RunState
from courses.runs.models import CourseRun, Enrolment
from lms.accounts.models import User
from lms.common import clock
from lms.common.records import transitions

# Two evenings: long enough for a message to be read by somebody who works, short enough that the seat reaches the next
# person before the first class.
OFFER_HOLDS = timedelta(hours=48)


def free_seats(run: CourseRun) -> int:
    return max(0, run.capacity - run.enrolments.holding_seats().count())


def move_enrolment(
    enrolment: Enrolment,
    action: str,
    *,
    actor: User | None,
    to: EnrolmentState | None = None,
    reason: str = "",
) -> Enrolment:
    """One step of the table, what a seat or a place in the queue needs with it, and the notice. The run is locked."""
    now, offered = clock.now(), action == "offer"
    joins = action == "accept" or to == EnrolmentState.ACTIVE
    changes = {
        "reason": reason or enrolment.reason,
        "offer_expires_at": now + OFFER_HOLDS if offered else None,
        "joined_at": now if joins else enrolment.joined_at,
        "queued_at": now if to == EnrolmentState.WAITLISTED else enrolment.queued_at,
    }
    line = transitions.move(enrolment, action, to=to, actor=actor, reason=reason, changes=changes)
    notices.tell_enrolment(enrolment, line)
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
    called = list(run.enrolments.queue().values_list("pk", flat=True)[: free_seats(run)])
    rows = run.enrolments.filter(pk__in=called).select_related("person")
    for enrolment in sorted(transitions.lock_each(rows, within=[run]), key=lambda row: called.index(row.pk)):
        move_enrolment(enrolment, "offer", actor=actor)
    return len(called)
