"""Who came to a class. One sheet a class; another mark supersedes the one that stood there, and is logged.

What is entered completes nobody before the sheet settles: a slip of a day is mended on that day.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from courses.learning.domain.reviews import facts_corrected
from courses.learning.enums import CAME, Presence
from courses.learning.models import Attendance, SheetClosing
from courses.learning.queries.sheets import left_open, midnight_after, settles_at
from courses.runs import rules
from courses.runs.enums import LEARNING, RunState, SessionState
from courses.runs.models import ClassSession, Enrolment
from courses.runs.signals import facts_changed
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.one_by_one import one_by_one
from lms.common.records import statelog, transitions
from lms.common.records.seen import changed_of


def record_sheet(
    *,
    session: ClassSession,
    marks: Mapping[int, Presence],
    actor: User,
    and_close: bool = False,
    seen: Mapping[int, str] | None = None,
) -> int:
    """Enter the sheet, person id → presence; returns how many rows are new or changed. `seen` are the digests of what the
    page showed: a line that a colleague changed since, and this person didn't, stays.

    Under the run's lock: two people entering the same sheet would both find a row missing. Nobody marks themselves.
    """
    _check_takes(actor, session)
    with transaction.atomic():
        session = transitions.lock(session)
        check_open(session)
        _settle_if_due(session)  # the clock decides, not the timer: what is changed now was settled at midnight
        enrolments = {
            row.person_id: row
            for row in session.run.enrolments.filter(state__in=LEARNING).select_related("person", "version")
        }
        unknown = set(marks) - set(enrolments)
        if unknown:
            raise DomainError(
                _("Somebody on this sheet has left the run meanwhile. Please open the page again."),
                code="unknown_person",
            )
        if actor.pk in marks:
            raise DomainError(_("Somebody else has to enter your own attendance."), code="own_attendance")
        now, before = clock.now(), {row.person_id: row for row in session.attendance.current()}
        mine = _changed_by_person(marks, before, seen)
        changed = [
            enrolments[person_id]
            for person_id, presence in mine.items()
            if _enter(session, enrolments[person_id], presence, before.get(person_id), at=now, actor=actor)
        ]
        if session.state == SessionState.PLANNED:
            transitions.move(session, "hold", actor=actor)
        if and_close:
            _close(session, actor=actor)
        return len(changed)


def _changed_by_person(
    marks: Mapping[int, Presence], before: Mapping[int, Attendance], seen: Mapping[int, str] | None
) -> dict[int, Presence]:
    now = {str(person_id): row.presence for person_id, row in before.items()}
    sent = {str(person_id): presence for person_id, presence in marks.items()}
    shown = {str(person_id): mark for person_id, mark in (seen or {}).items()}
    return {int(person_id): presence for person_id, presence in changed_of(now, sent, shown).items()}


def close_sheet(*, session: ClassSession, actor: User) -> None:
    """From now on its marks count. Pressed twice, or at the same moment by two, it is closed once."""
    _check_takes(actor, session)
    with transaction.atomic():
        session = transitions.lock(session)
        check_open(session)
        _close(session, actor=actor)


def _close(session: ClassSession, *, actor: User) -> None:
    if settles_at(session):
        _settle(session, clock.now(), actor=actor)


def settle_sheets() -> int:
    """Those that nobody closed on the day of their last change."""
    due = left_open(midnight_after(clock.now()) - timedelta(days=1))
    return one_by_one(_settle_by_clock, list(due.values_list("pk", flat=True)))


@transaction.atomic
def _settle_by_clock(session_id: int) -> int:
    return _settle_if_due(transitions.lock(ClassSession.objects.get(pk=session_id)))


def _settle_if_due(session: ClassSession) -> int:
    sheet = left_open(midnight_after(clock.now()) - timedelta(days=1)).filter(pk=session.pk).first()
    if sheet is None:
        return 0
    _settle(session, midnight_after(sheet.changed), actor=None)  # type: ignore[attr-defined]  # annotated
    return 1


def _settle(session: ClassSession, at: datetime, *, actor: User | None) -> None:
    corrected = _corrected_since(session, session.closings.aggregate(last=Max("closed_at"))["last"])
    SheetClosing.objects.create(session=session, closed_by=actor, closed_at=at)
    state = session.state
    statelog.record(session, action="close_sheet", from_state=state, to_state=state, actor=actor, is_locked=True)
    people = session.attendance.current().values_list("person_id", flat=True)
    facts_corrected(people=corrected, actor=actor)
    facts_changed.send(SheetClosing, people=list(people), actor=actor)


def _corrected_since(session: ClassSession, closed_at: datetime | None) -> list[int]:
    """Whose settled marks were corrected; what was mended before it settled had completed nobody."""
    if closed_at is None:
        return []
    later = session.attendance.filter(recorded_at__gt=closed_at, supersedes__isnull=False)
    return list(later.values_list("person_id", flat=True).distinct())


def _check_takes(actor: User, session: ClassSession) -> None:
    if not rules.may_take_attendance(actor, session):
        raise NotAllowed(
            _("Only the coordinator and the instructor of this run enter attendance."), code="not_instructor"
        )


def check_open(session: ClassSession) -> None:
    """Raises DomainError with what to say while nothing can be entered."""
    if session.state == SessionState.CANCELLED:
        raise DomainError(_("This class was cancelled."), code="cancelled")
    if session.run.state != RunState.PUBLISHED:
        raise DomainError(_("This run is closed. Attendance can't be changed any more."), code="closed")
    if session.starts_at > clock.now():
        raise DomainError(_("This class has not begun yet. Attendance can be entered from its start on."), code="early")


def _enter(
    session: ClassSession,
    enrolment: Enrolment,
    presence: Presence,
    before: Attendance | None,
    *,
    at: datetime,
    actor: User,
) -> bool:
    if before and before.presence == presence:
        return False
    row = Attendance.objects.create(
        session=session,
        person=enrolment.person,
        enrolment=enrolment,
        presence=presence,
        minutes=session.minutes if presence in CAME else 0,
        recorded_by=actor,
        recorded_at=at,
        supersedes=before,
    )
    if before:
        statelog.record(row, action="correct", from_state=before.presence, to_state=presence, actor=actor)
    return True
