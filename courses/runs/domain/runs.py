"""Preparing a run: what it offers, when and where, and its classes. Who is in it: `courses.runs.domain.enrolment`."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.curriculum.models import CourseVersion
from courses.runs import rules
from courses.runs.domain import ending, enrolment
from courses.runs.enums import LEARNING, OPEN_RUN, EnrolmentState, RunState, SessionState
from courses.runs.models import ClassSession, CourseRun
from courses.runs.queries.runs import in_person_lessons
from courses.runs.signals import facts_changed
from lms.accounts.domain.guards import not_coordinator
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog, transitions
from lms.common.records.reasons import check_reason
from lms.common.records.seen import Seen, only_changed
from lms.common.text.korean import ko_dt
from lms.notifications.domain import notify

WORDS = ("name", "place", "starts_on", "ends_on", "apply_from", "apply_until", "coordinator")
FIXED_ONCE_ANNOUNCED = ("admission",)


def create_run(
    *, version: CourseVersion, fields: Mapping[str, Any], instructors: Iterable[User] = (), actor: User
) -> CourseRun:
    if not rules.may_plan_runs(actor, version.centre):
        raise not_coordinator()
    with transaction.atomic():
        run = CourseRun(version=version, centre=version.centre, state=RunState.DRAFT, **fields)
        _check(run)
        run.save(force_insert=True)
        run.instructors.set(instructors)
        statelog.record(run, action="create", to_state=run.state, actor=actor)
        return run


def change_run(
    *,
    run: CourseRun,
    fields: Mapping[str, Any],
    instructors: Iterable[User] = (),
    actor: User,
    seen: Seen | None = None,
) -> CourseRun:
    """Dates, place, name and seats may change while the run lasts; how people are admitted only before it is announced.

    `seen` is what the form showed: what a colleague changed since stays, or is asked about.
    """
    _check_manages(actor, run)
    with transaction.atomic():
        run = transitions.lock(run)
        _is_running(run)
        fields = only_changed(run, {**fields, "instructors": list(instructors)}, seen)
        teachers = fields.pop("instructors", None)
        names = WORDS if run.state == RunState.PUBLISHED else WORDS + FIXED_ONCE_ANNOUNCED
        changed = {name: fields[name] for name in names if name in fields and getattr(run, name) != fields[name]}
        for name, value in changed.items():
            setattr(run, name, value)
        _check(run)
        if changed:
            run.save(update_fields=list(changed))
        if teachers is not None:
            run.instructors.set(teachers)
        statelog.record(
            run,
            action="change",
            from_state=run.state,
            to_state=run.state,
            actor=actor,
            data={"changed": sorted(changed)},
        )
        return enrolment.set_capacity(run=run, capacity=fields.get("capacity", run.capacity), actor=actor)


def publish_run(*, run: CourseRun, actor: User) -> CourseRun:
    """Announce it. Every in-person lesson needs its class first: without one nobody could complete the course."""
    _check_manages(actor, run)
    with transaction.atomic():
        run = transitions.lock(run)
        if run.state == RunState.PUBLISHED:
            return run
        transitions.check(run, "publish")
        planned = {
            str(key) for key in run.sessions.exclude(state=SessionState.CANCELLED).values_list("lesson_key", flat=True)
        }
        missing = [line["title"] for line in in_person_lessons(run.version) if line["key"] not in planned]
        if missing:
            raise DomainError(
                _("Please set the day of every class first. Still without a day: %(titles)s")
                % {"titles": ", ".join(missing)},
                code="no_sessions",
            )
        transitions.move(run, "publish", actor=actor)
        return run


def cancel_run(*, run: CourseRun, reason: str, actor: User) -> CourseRun:
    _check_manages(actor, run)
    reason = check_reason(reason)
    with transaction.atomic():
        run = transitions.lock(run)
        if run.state == RunState.CANCELLED:
            return run
        transitions.check(run, "cancel")
        sessions = transitions.lock_each(run.sessions.filter(state=SessionState.PLANNED), within=[run])
        # Completing locks the enrolment alone: with these locked, nobody completes between this look and the end.
        transitions.lock_each(run.enrolments.live(), within=[run])
        if run.enrolments.filter(state=EnrolmentState.COMPLETED).exists():
            raise DomainError(_("Somebody has completed this run already. Please close it instead."), code="completed")
        for session in sessions:
            transitions.move(session, "cancel", actor=actor)
        ending.end_run(run, "cancel", actor=actor, reason=reason)
        return run


@dataclass(frozen=True)
class PlannedClass:
    lesson_key: uuid.UUID
    starts_at: datetime
    ends_at: datetime
    place: str


def plan_sessions(*, run: CourseRun, classes: Iterable[PlannedClass], actor: User) -> list[ClassSession]:
    """One class for each in-person lesson, numbered in the order of the course. A class that was held stays as it was."""
    _check_manages(actor, run)
    with transaction.atomic():
        run = transitions.lock(run)
        _is_running(run)
        lessons = {line["key"]: line for line in in_person_lessons(run.version)}
        known = {str(session.lesson_key): session for session in run.sessions.all()}
        planned = []
        for item in classes:
            line = lessons.get(str(item.lesson_key))
            if line is None:
                raise DomainError(
                    _("This lesson is not one of the course's classes. Please open the page again."),
                    code="unknown_lesson",
                )
            _check_times(run, item)
            session = known.get(str(item.lesson_key)) or ClassSession(
                run=run, lesson_key=item.lesson_key, number=line["number"], title=line["title"]
            )
            planned.append(_plan(session, item, actor=actor))
        # Attended elsewhere, a lesson that gets its class is done by that, and counts in the share of attendance.
        learning = run.enrolments.filter(state=EnrolmentState.ACTIVE)
        facts_changed.send(ClassSession, people=list(learning.values_list("person_id", flat=True)), actor=actor)
        return planned


def _plan(session: ClassSession, item: PlannedClass, *, actor: User) -> ClassSession:
    before = (session.starts_at, session.ends_at, session.place) if session.pk else None
    if session.state != SessionState.PLANNED or before == (item.starts_at, item.ends_at, item.place):
        return session
    session.starts_at, session.ends_at, session.place = item.starts_at, item.ends_at, item.place
    session.save()
    was = {"from": before[0].isoformat(), "place": before[2]} if before else {}
    statelog.record(session, action="move" if before else "plan", to_state=session.state, actor=actor, data=was)
    if before and session.run.state == RunState.PUBLISHED:
        _tell_of_move(session)
    return session


def _tell_of_move(session: ClassSession) -> None:
    text = _("New time: %(time)s. Place: %(place)s") % {"time": ko_dt(session.starts_at), "place": session.place}
    for row in session.run.enrolments.filter(state__in=LEARNING).select_related("person"):
        notify(
            person=row.person,
            kind="session_moved",
            key=f"session:{session.pk}:{row.pk}:{clock.now().isoformat()}",
            title=_("A class has moved: %(title)s") % {"title": session.title[:80]},
            text=text,
            path=reverse("learn", args=[session.run_id]),
        )


def _check(run: CourseRun) -> None:
    if run.ends_on < run.starts_on:
        raise DomainError(
            _("The last day is before the first."),
            code="dates",
            fields={"ends_on": _("The last day is before the first.")},
        )
    if run.capacity < 1:
        text = _("A run has at least one seat.")
        raise DomainError(text, code="no_seats", fields={"capacity": text})
    if run.apply_until <= run.apply_from:
        text = _("The end of applications is before their beginning.")
        raise DomainError(text, code="window", fields={"apply_until": text})
    same = CourseRun.objects.filter(version__course_key=run.version.course_key, centre_id=run.centre_id, name=run.name)
    if same.exclude(pk=run.pk).exists():
        text = _("This course already has a run of that name.")
        raise DomainError(text, code="name_taken", fields={"name": text})


def _check_times(run: CourseRun, item: PlannedClass) -> None:
    first, last = item.starts_at.astimezone(clock.SEOUL).date(), item.ends_at.astimezone(clock.SEOUL).date()
    if item.ends_at <= item.starts_at:
        raise DomainError(_("A class ends after it starts."), code="times")
    if first < run.starts_on or last > run.ends_on:
        raise DomainError(_("A class lies between the first and the last day of the run."), code="outside_run")


def _is_running(run: CourseRun) -> None:
    if run.state not in OPEN_RUN:
        transitions.refuse(run)


def _check_manages(actor: User, run: CourseRun) -> None:
    if not rules.may_manage_run(actor, run):
        raise not_coordinator()
