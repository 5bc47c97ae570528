"""Who came to a class. One sheet a class; another mark supersedes the one that stood there, and is logged."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from courses.learning.domain.completion import complete_met
from courses.learning.enums import CAME, Presence
from courses.learning.models import Attendance
from courses.runs import rules
from courses.runs.enums import LEARNING, RunState, SessionState
from courses.runs.models import ClassSession, Enrolment
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog, transitions


def record_sheet(*, session: ClassSession, marks: Mapping[int, Presence], actor: User) -> int:
    """Enter the sheet, person id → presence; returns how many rows are new or changed.

    Under the run's lock: two people entering the same sheet would both find a row missing. Nobody marks themselves.
    """
    if not rules.may_take_attendance(actor, session):
        raise NotAllowed(
            _("Only the coordinator and the instructor of this run enter attendance."), code="not_instructor"
        )
    with transaction.atomic():
        session = transitions.lock(session)
        check_open(session)
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
        before = {row.person_id: row for row in session.attendance.current()}
        changed = [
            enrolments[person_id]
            for person_id, presence in marks.items()
            if _enter(session, enrolments[person_id], presence, before.get(person_id), actor=actor)
        ]
        if session.state == SessionState.PLANNED:
            transitions.move(session, "hold", actor=actor)
        complete_met(people=[row.person_id for row in changed], actor=actor)
        return len(changed)


def check_open(session: ClassSession) -> None:
    """Raises DomainError with what to say while nothing can be entered."""
    if session.state == SessionState.CANCELLED:
        raise DomainError(_("This class was cancelled."), code="cancelled")
    if session.run.state != RunState.PUBLISHED:
        raise DomainError(_("This run is closed. Attendance can't be changed any more."), code="closed")
    if session.starts_at > clock.now():
        raise DomainError(_("This class has not begun yet. Attendance can be entered from its start on."), code="early")


def _enter(
    session: ClassSession, enrolment: Enrolment, presence: Presence, before: Attendance | None, *, actor: User
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
        recorded_at=clock.now(),
        supersedes=before,
    )
    if before:
        statelog.record(row, action="correct", from_state=before.presence, to_state=presence, actor=actor)
    return True
