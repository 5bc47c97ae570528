"""The classes of a run: planned, moved, called off."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.runs.domain.guards import check_manages, check_running
from courses.runs.enums import LEARNING, EnrolmentState, RunState, SessionState
from courses.runs.models import ClassSession, CourseRun
from courses.runs.queries.runs import in_person_lessons
from courses.runs.signals import facts_changed
from lms.accounts.models import User
from lms.common.errors import DomainError
from lms.common.models import StateChange
from lms.common.records import statelog, transitions
from lms.common.records.reasons import check_reason
from lms.common.records.seen import Seen, changed_of
from lms.common.text.korean import day_of, ko_dt
from lms.notifications.domain import notify


@dataclass(frozen=True)
class PlannedClass:
    lesson_key: uuid.UUID
    starts_at: datetime
    ends_at: datetime
    place: str
    seen: Seen | None = None  # what the form showed of the three before


def times_of(session: ClassSession | PlannedClass | None) -> dict[str, Any]:
    return {name: getattr(session, name, None) for name in ("starts_at", "ends_at", "place")}


def plan_sessions(*, run: CourseRun, classes: Iterable[PlannedClass], actor: User) -> list[ClassSession]:
    """One class for each in-person lesson, numbered in the order of the course. A class that was held stays as it was, and
    one that was called off stays so: its lesson gets a class anew."""
    check_manages(actor, run)
    with transaction.atomic():
        run = transitions.lock(run)
        check_running(run)
        lessons = {line["key"]: line for line in in_person_lessons(run.version)}
        known = {str(session.lesson_key): session for session in run.sessions.exclude(state=SessionState.CANCELLED)}
        planned = []
        for item in classes:
            line = lessons.get(str(item.lesson_key))
            if line is None:
                raise DomainError(
                    _("This lesson is not one of the course's classes. Please open the page again."),
                    code="unknown_lesson",
                )
            there = known.get(str(item.lesson_key))
            item = replace(item, **times_of(there) | changed_of(times_of(there), times_of(item), item.seen))
            _check_times(run, item)
            session = there or ClassSession(
                run=run, lesson_key=item.lesson_key, number=line["number"], title=line["title"]
            )
            planned.append(_plan(session, item, actor=actor))
        _judge(run, actor)
        return planned


def cancel_session(*, session: ClassSession, reason: str, actor: User) -> ClassSession:
    """One class that falls out. Who learns is told; the share of attendance is over those that are left."""
    check_manages(actor, session.run)
    reason = check_reason(reason)
    with transaction.atomic():
        session = transitions.lock(session)
        if session.state == SessionState.CANCELLED:
            return session
        check_running(session.run)
        line = transitions.move(session, "cancel", actor=actor, reason=reason)
        _tell(session, line, _("A class is called off: %(title)s") % {"title": session.title[:80]}, reason)
        _judge(session.run, actor)
        return session


def move_planned(run: CourseRun, days: timedelta, *, actor: User) -> None:
    """Every class that is still planned, by so many days. The run is locked, and its people are told of the run."""
    for session in transitions.lock_each(run.sessions.filter(state=SessionState.PLANNED), within=[run]):
        _put(session, session.starts_at + days, session.ends_at + days, session.place, actor=actor)


def outside(run: CourseRun) -> list[ClassSession]:
    """Planned classes that lie before the first day of the run or after the last."""
    planned = run.sessions.filter(state=SessionState.PLANNED)
    return [
        one for one in planned if not (run.starts_on <= day_of(one.starts_at) and day_of(one.ends_at) <= run.ends_on)
    ]


def _judge(run: CourseRun, actor: User) -> None:
    """Attended elsewhere, a lesson that gets its class is done by that, and counts in the share of attendance; one whose
    class falls out asks for it no more."""
    learning = run.enrolments.filter(state=EnrolmentState.ACTIVE)
    facts_changed.send(ClassSession, people=list(learning.values_list("person_id", flat=True)), actor=actor)


def _plan(session: ClassSession, item: PlannedClass, *, actor: User) -> ClassSession:
    is_new = session.pk is None
    if session.state != SessionState.PLANNED:
        return session
    if not is_new and (session.starts_at, session.ends_at, session.place) == (item.starts_at, item.ends_at, item.place):
        return session
    line = _put(session, item.starts_at, item.ends_at, item.place, actor=actor)
    if not is_new:
        text = _("New time: %(time)s. Place: %(place)s") % {"time": ko_dt(session.starts_at), "place": session.place}
        _tell(session, line, _("A class has moved: %(title)s") % {"title": session.title[:80]}, text)
    return session


def _put(session: ClassSession, starts_at: datetime, ends_at: datetime, place: str, *, actor: User) -> StateChange:
    was = {"from": session.starts_at.isoformat(), "place": session.place} if session.pk else {}
    session.starts_at, session.ends_at, session.place = starts_at, ends_at, place
    session.save()
    return statelog.record(session, action="move" if was else "plan", to_state=session.state, actor=actor, data=was)


def _tell(session: ClassSession, line: StateChange, title: str, text: str) -> None:
    if session.run.state != RunState.PUBLISHED:
        return
    for row in session.run.enrolments.filter(state__in=LEARNING).select_related("person"):
        notify(
            person=row.person,
            centre=session.run.centre_id,
            kind="session_moved",
            key=f"session:{row.pk}:{line.pk}",
            title=title,
            text=text,
            path=reverse("learn", args=[session.run_id]),
        )


def _check_times(run: CourseRun, item: PlannedClass) -> None:
    first, last = day_of(item.starts_at), day_of(item.ends_at)
    if item.ends_at <= item.starts_at:
        raise DomainError(_("A class ends after it starts."), code="times")
    if first < run.starts_on or last > run.ends_on:
        raise DomainError(_("A class lies between the first and the last day of the run."), code="outside_run")
