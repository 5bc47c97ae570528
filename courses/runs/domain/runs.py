"""Preparing a run: what it offers, when and where, and its classes. Who is in it: `courses.runs.domain.enrolment`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.curriculum.models import CourseVersion
from courses.runs import rules
from courses.runs.domain import ending, enrolment, moving
from courses.runs.domain.guards import check_manages, check_running
from courses.runs.enums import EnrolmentState, RunState, SessionState
from courses.runs.models import CourseRun
from courses.runs.queries.runs import in_person_lessons
from lms.accounts.domain.guards import not_coordinator
from lms.accounts.models import User
from lms.common.errors import DomainError
from lms.common.records import statelog, transitions
from lms.common.records.reasons import check_reason
from lms.common.records.seen import Seen, only_changed

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
    with_classes: bool = False,
) -> CourseRun:
    """Dates, place, name and seats may change while the run lasts; how people are admitted only before it is announced.

    `seen` is what the form showed: what a colleague changed since stays, or is asked about. `with_classes` moves what is
    planned by as many days as the first day.
    """
    check_manages(actor, run)
    with transaction.atomic():
        run = transitions.lock(run)
        check_running(run)
        fields = only_changed(run, {**fields, "instructors": list(instructors)}, seen)
        teachers = fields.pop("instructors", None)
        names = WORDS if run.state == RunState.PUBLISHED else WORDS + FIXED_ONCE_ANNOUNCED
        changed = {name: fields[name] for name in names if name in fields and getattr(run, name) != fields[name]}
        was = (run.starts_on, run.ends_on)
        for name, value in changed.items():
            setattr(run, name, value)
        _check(run)
        if changed:
            run.save(update_fields=list(changed))
        if teachers is not None:
            run.instructors.set(teachers)
        line = statelog.record(
            run,
            action="change",
            from_state=run.state,
            to_state=run.state,
            actor=actor,
            data={"changed": sorted(changed)},
            is_locked=True,
        )
        if was != (run.starts_on, run.ends_on):
            moving.follow(run, was, line, with_classes=with_classes, actor=actor)
        return enrolment.set_capacity(run=run, capacity=fields.get("capacity", run.capacity), actor=actor)


def publish_run(*, run: CourseRun, actor: User) -> CourseRun:
    """Announce it. Every in-person lesson needs its class first: without one nobody could complete the course."""
    check_manages(actor, run)
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
        transitions.move(run, "publish", actor=actor, changes={"announced_for": run.starts_on})
        return run


def cancel_run(*, run: CourseRun, reason: str, actor: User) -> CourseRun:
    check_manages(actor, run)
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
