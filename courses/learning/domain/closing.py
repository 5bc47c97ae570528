"""Closing a run closes its sheets first: what was marked counts."""

from django.db import transaction

from courses.learning.domain.attendance import close_sheet
from courses.runs.domain import ending
from courses.runs.domain.guards import check_manages
from courses.runs.enums import RunState, SessionState
from courses.runs.models import CourseRun
from lms.accounts.models import User
from lms.common.records import transitions


def close_run(*, run: CourseRun, actor: User, without_sheets: bool = False) -> CourseRun:
    check_manages(actor, run)
    with transaction.atomic():
        run = transitions.lock(run)
        if run.state == RunState.PUBLISHED:
            for session in run.sessions.filter(state=SessionState.HELD):
                close_sheet(session=session, actor=actor)
        return ending.close_run(run=run, actor=actor, without_sheets=without_sheets)
