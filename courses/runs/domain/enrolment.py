"""Coming into a run and leaving it. The machine is `courses.runs.enums.ENROLMENT`."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from courses.runs import rules
from courses.runs.domain import notices, seats
from courses.runs.domain.guards import check_manages
from courses.runs.enums import LIVE, Admission, EnrolmentState, RunState
from courses.runs.models import CourseRun, Enrolment
from courses.runs.queries import enrolment as queries
from courses.runs.signals import facts_changed
from lms.accounts.contacts import check_said_yes
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.one_by_one import one_by_one
from lms.common.records import statelog, transitions
from lms.common.records.reasons import check_reason
from lms.privacy.domain import consents
from lms.privacy.enums import ConsentSource, Purpose

# ── the person


def apply_for_run(*, run: CourseRun, person: User, years_active: int = 0, note: str = "") -> Enrolment:
    """A second call, from a double click or an old page, gives the enrolment that is already there.

    No application comes without its consent, so the two are written together.
    """
    with transaction.atomic():
        run = transitions.lock(run)
        existing = queries.live_enrolment(run, person)
        if existing:
            return existing
        obstacle = queries.obstacle_of(run, person)
        if obstacle:
            raise DomainError(obstacle.message, code=obstacle.code)
        entry = queries.entry(run, person, years_active)
        if not entry.met:
            raise DomainError(" ".join(entry.missing), code="prerequisite")
        # Years are only stated; where the entry rests on them, staff accept them first, whatever the run's admission.
        asks_staff = run.admission == Admission.APPROVAL or entry.rests_on_stated_years
        state = EnrolmentState.APPLIED if asks_staff else seats.seat_or_queue(run)
        consents.decide_consent(
            person=person,
            purpose=Purpose.LEARNING,
            given=True,
            source=ConsentSource.APPLICATION,
            centre=run.centre,
        )
        enrolment = _enter(run, person, state, "apply", actor=person, years_active=years_active, note=note)
        return _with_facts_of_before(enrolment, actor=person)


def accept_seat(*, enrolment: Enrolment, actor: User) -> Enrolment:
    _check_own(enrolment, actor)
    with transaction.atomic():
        enrolment = transitions.lock(enrolment)
        if enrolment.state == EnrolmentState.ACTIVE:
            return enrolment
        if not _has_lapsed(enrolment):
            seats.move_enrolment(enrolment, "accept", actor=actor)
            return _with_facts_of_before(enrolment, actor=actor)
        # The clock decides, not the timer: the seat goes on to the next person now, and this answer comes too late.
        _lapse(enrolment, actor=None)
    raise DomainError(
        _("The time to accept this seat is over, and it has gone to the next person. You can apply again."), code="late"
    )


def decline_seat(*, enrolment: Enrolment, actor: User) -> Enrolment:
    _check_own(enrolment, actor)
    with transaction.atomic():
        enrolment = transitions.lock(enrolment)
        if enrolment.state == EnrolmentState.CANCELLED:
            return enrolment
        seats.move_enrolment(enrolment, "decline", actor=actor)
        seats.offer_free_seats(enrolment.run, actor=actor)
        return enrolment


def withdraw_enrolment(*, enrolment: Enrolment, actor: User) -> Enrolment:
    _check_own(enrolment, actor)
    with transaction.atomic():
        enrolment = transitions.lock(enrolment)
        if enrolment.state == EnrolmentState.WITHDRAWN:
            return enrolment
        seats.move_enrolment(enrolment, "withdraw", actor=actor)
        seats.offer_free_seats(enrolment.run, actor=actor)
        return enrolment


# ── the office


def invite_to_run(*, run: CourseRun, person: User, actor: User) -> Enrolment:
    """A seat is held for the person until they accept; a full run puts them at the end of the queue."""
    check_manages(actor, run)
    _check_another(actor, person)
    check_said_yes(person, run.centre_id)
    with transaction.atomic():
        run = transitions.lock(run)
        existing = queries.live_enrolment(run, person)
        if existing:
            return existing
        check_invites(actor, run)
        entry = queries.entry(run, person, queries.MOST_YEARS)  # the office vouches for the years when it invites
        if not entry.met:
            raise DomainError(" ".join(entry.missing), code="prerequisite")
        has_seat = seats.seat_or_queue(run) == EnrolmentState.ACTIVE
        state = EnrolmentState.OFFERED if has_seat else EnrolmentState.WAITLISTED
        return _enter(run, person, state, "invite", actor=actor)


def check_invites(actor: User, run: CourseRun) -> None:
    check_manages(actor, run)
    if run.state != RunState.PUBLISHED or run.ends_on < clock.today():
        raise DomainError(_("People can be invited while the run is published and not over."), code="closed")


def approve_application(*, enrolment: Enrolment, actor: User) -> Enrolment:
    with transaction.atomic():
        return _with_facts_of_before(_approve(enrolment, actor=actor), actor=actor)


def reject_application(*, enrolment: Enrolment, actor: User, reason: str) -> Enrolment:
    check_manages(actor, enrolment.run)
    _check_another(actor, enrolment.person)
    reason = check_reason(reason)
    with transaction.atomic():
        enrolment = transitions.lock(enrolment)
        if enrolment.state == EnrolmentState.REJECTED:
            return enrolment
        return seats.move_enrolment(enrolment, "reject", actor=actor, reason=reason)


@dataclass(frozen=True)
class Answered:
    """`waiting` are those approved for whom no seat was free."""

    done: int
    waiting: int
    changed_meanwhile: int


def answer_several(
    *, run: CourseRun, enrolments: Iterable[Enrolment], accept: bool, actor: User, reason: str = ""
) -> Answered:
    """Answer applications of one run in the order in which they came, all or none. Those that changed since the page was
    opened stay as they are and are counted."""
    check_manages(actor, run)
    done, changed, admitted = 0, 0, list[Enrolment]()
    with transaction.atomic():
        transitions.lock(run)
        wanted = [enrolment.pk for enrolment in enrolments]
        for enrolment in (
            run.enrolments.filter(pk__in=wanted).select_related("run", "person").order_by("applied_at", "pk")
        ):
            if enrolment.state != EnrolmentState.APPLIED:
                changed += 1
                continue
            if accept:
                admitted.append(_approve(enrolment, actor=actor))
            else:
                reject_application(enrolment=enrolment, actor=actor, reason=reason)
            done += 1
        facts_changed.send(Enrolment, people=[row.person_id for row in admitted], actor=actor)
    waiting = sum(row.state == EnrolmentState.WAITLISTED for row in admitted)
    return Answered(done, waiting, changed)


def set_capacity(*, run: CourseRun, capacity: int, actor: User) -> CourseRun:
    """More seats go to the waiting list in its order; applications still wait for their answer."""
    check_manages(actor, run)
    with transaction.atomic():
        run = transitions.lock(run)
        if run.capacity == capacity:
            return run
        taken = run.enrolments.holding_seats().count()
        if capacity < max(1, taken):
            raise DomainError(
                _("Seats already taken: %(taken)s. Please enter that number or more.") % {"taken": max(1, taken)},
                code="seats_taken",
                fields={"capacity": _("Seats already taken: %(taken)s.") % {"taken": max(1, taken)}},
            )
        before, run.capacity = run.capacity, capacity
        run.save(update_fields=["capacity"])
        statelog.record(run, action="set_capacity", actor=actor, data={"from": before, "to": capacity})
        seats.offer_free_seats(run, actor=actor)
        return run


def withdraw_learner(*, enrolment: Enrolment, reason: str, actor: User) -> Enrolment:
    """For somebody who said so by telephone."""
    reason = _check_decides(enrolment, actor, reason)
    with transaction.atomic():
        enrolment = transitions.lock(enrolment)
        if enrolment.state == EnrolmentState.WITHDRAWN:
            return enrolment
        seats.move_enrolment(enrolment, "withdraw", actor=actor, reason=reason)
        seats.offer_free_seats(enrolment.run, actor=actor)
        return enrolment


def take_back_admission(*, enrolment: Enrolment, reason: str, actor: User) -> Enrolment:
    """A slip, mended before the first day: the application waits again where people are approved, and else is over."""
    reason = _check_decides(enrolment, actor, reason)
    with transaction.atomic():
        enrolment = transitions.lock(enrolment)
        if enrolment.state in {EnrolmentState.APPLIED, EnrolmentState.CANCELLED}:
            return enrolment
        if not queries.is_admitted(enrolment):
            raise DomainError(_("No admission stands here that could be taken back."), code="no_admission")
        if enrolment.run.has_begun:
            raise DomainError(_("The course has begun. Please withdraw the person instead."), code="begun")
        approves = enrolment.run.admission == Admission.APPROVAL
        to = EnrolmentState.APPLIED if approves else EnrolmentState.CANCELLED
        seats.move_enrolment(enrolment, "take_back", to=to, actor=actor, reason=reason)
        seats.offer_free_seats(enrolment.run, actor=actor)
        return enrolment


def _check_decides(enrolment: Enrolment, actor: User, reason: str) -> str:
    check_manages(actor, enrolment.run)
    _check_another(actor, enrolment.person)
    return check_reason(reason)


# ── the clock


def lapse_offers(*, actor: User | None = None) -> int:
    """Take back the seats that nobody accepted in time and offer them to the next; each run in its own transaction."""
    runs = Enrolment.objects.lapsed_offers(clock.now()).values_list("run_id", flat=True).distinct().order_by()
    return one_by_one(lambda run_id: _lapse_in(run_id, actor), list(runs))


@transaction.atomic
def _lapse_in(run_id: int, actor: User | None) -> int:
    run = transitions.lock_by_id(CourseRun, run_id)
    due = transitions.lock_each(run.enrolments.lapsed_offers(clock.now()).select_related("person"), within=[run])
    for enrolment in due:
        seats.move_enrolment(enrolment, "lapse", actor=actor)
    seats.offer_free_seats(run, actor=actor)
    return len(due)


# ── parts


def _approve(enrolment: Enrolment, *, actor: User) -> Enrolment:
    check_manages(actor, enrolment.run)
    _check_another(actor, enrolment.person)
    enrolment = transitions.lock(enrolment)
    if enrolment.state in LIVE - {EnrolmentState.APPLIED}:
        return enrolment
    return seats.move_enrolment(enrolment, "approve", to=seats.seat_or_queue(enrolment.run), actor=actor)


def _with_facts_of_before(enrolment: Enrolment, *, actor: User) -> Enrolment:
    """Who learns here from now on may bring along from another run all that the rule asks for."""
    if enrolment.state == EnrolmentState.ACTIVE:
        facts_changed.send(Enrolment, people=[enrolment.person_id], actor=actor)
        enrolment.refresh_from_db(fields=["state"])
    return enrolment


def _enter(
    run: CourseRun,
    person: User,
    state: EnrolmentState,
    action: str,
    *,
    actor: User,
    years_active: int = 0,
    note: str = "",
) -> Enrolment:
    now = clock.now()
    enrolment = Enrolment.objects.create(
        centre=run.centre,
        run=run,
        version=run.version,
        person=person,
        attempt=queries.next_attempt(run, person),
        state=state,
        years_active=years_active,
        note=note,
        applied_at=now,
        joined_at=now if state == EnrolmentState.ACTIVE else None,
        queued_at=now if state == EnrolmentState.WAITLISTED else None,
        offer_expires_at=now + seats.OFFER_HOLDS if state == EnrolmentState.OFFERED else None,
    )
    data = {"attempt": enrolment.attempt}
    notices.tell_enrolment(enrolment, statelog.record(enrolment, action=action, to_state=state, actor=actor, data=data))
    return enrolment


def _has_lapsed(enrolment: Enrolment) -> bool:
    expires = enrolment.offer_expires_at
    return enrolment.state == EnrolmentState.OFFERED and expires is not None and expires <= clock.now()


def _lapse(enrolment: Enrolment, *, actor: User | None) -> None:
    seats.move_enrolment(enrolment, "lapse", actor=actor)
    seats.offer_free_seats(enrolment.run, actor=actor)


def _check_own(enrolment: Enrolment, actor: User) -> None:
    if not rules.may_answer_seat(actor, enrolment):
        raise NotAllowed(_("Only the person who applied can do this."), code="not_own")


def _check_another(actor: User, person: User) -> None:
    if actor.pk == person.pk:
        raise NotAllowed(
            _("Nobody answers their own application. Please ask another coordinator."), code="own_application"
        )
