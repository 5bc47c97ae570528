"""The end of a run, and its beginning anew where it was closed too early."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.runs.domain import seats
from courses.runs.domain.guards import check_manages
from courses.runs.enums import EnrolmentState, RunState
from courses.runs.models import ClassSession, CourseRun
from courses.runs.queries import ending as queries
from courses.runs.signals import facts_changed
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import transitions
from lms.common.records.reasons import check_reason


def close_run(*, run: CourseRun, actor: User, without_sheets: bool = False) -> CourseRun:
    """Who did not complete it has not completed it, and who still waited waits no more. Everybody is looked at once more
    before, so that nobody is turned away whose facts meet the rule. `without_sheets`: knowing that sheets are missing."""
    check_manages(actor, run)
    with transaction.atomic():
        run = transitions.lock(run)
        if run.state == RunState.CLOSED:
            return run
        transitions.check(run, "close")
        if run.ends_on > clock.today():
            raise DomainError(_("The run can be closed from its last day on."), code="early")
        missing = list(queries.without_sheet(run))
        if missing and not without_sheets:
            raise _sheets_missing(missing)
        learning = run.enrolments.filter(state=EnrolmentState.ACTIVE)
        facts_changed.send(CourseRun, people=list(learning.values_list("person_id", flat=True)), actor=actor)
        end_run(run, "close", actor=actor)
        return run


def reopen_run(*, run: CourseRun, reason: str, actor: User) -> CourseRun:
    """Those who had not completed it learn on, or have completed it by what came to pass meanwhile. Who waited for a seat
    applies anew."""
    check_manages(actor, run)
    reason = check_reason(reason)
    with transaction.atomic():
        run = transitions.lock(run)
        if run.state == RunState.PUBLISHED:
            return run
        transitions.check(run, "reopen")
        if not queries.is_closed_lately(run):
            raise DomainError(_("A run can be opened again within 30 days of its closing."), code="late")
        transitions.move(run, "reopen", actor=actor, reason=reason)
        ended = run.enrolments.filter(state=EnrolmentState.NOT_COMPLETED).select_related("person")
        reopened = list(transitions.lock_each(ended, within=[run]))
        for enrolment in reopened:
            seats.move_enrolment(enrolment, "reopen", actor=actor, reason=reason)
        facts_changed.send(CourseRun, people=[enrolment.person_id for enrolment in reopened], actor=actor)
        return run


def end_run(run: CourseRun, action: str, *, actor: User, reason: str = "") -> None:
    """The run's state first: nobody is offered a seat of a run that ends. The caller holds the run's lock. Whoever
    completes it meanwhile does so before or after the lock on the enrolment, and has completed it or not."""
    transitions.move(run, action, actor=actor, reason=reason)
    unfinished = run.enrolments.live().exclude(state=EnrolmentState.COMPLETED).select_related("person")
    rows = transitions.lock_each(unfinished, within=[run])
    for enrolment in sorted(rows, key=lambda row: (row.applied_at, row.pk)):
        seats.move_enrolment(enrolment, action, actor=actor, reason=reason)


def _sheets_missing(sessions: list[ClassSession]) -> DomainError:
    titles = ", ".join(session.title for session in sessions)
    return DomainError(
        _("Sheets of attendance are missing: %(titles)s. Enter them first, or tick that you close it without.")
        % {"titles": titles},
        code="sheets",
    )
