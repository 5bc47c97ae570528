"""What is looked at before a run is closed, and before it is opened again."""

from datetime import timedelta

from django.db.models import QuerySet

from courses.runs.enums import RunState, SessionState
from courses.runs.models import ClassSession, CourseRun
from lms.common import clock
from lms.common.records import statelog

REOPENED_WITHIN = timedelta(days=30)


def without_sheet(run: CourseRun) -> QuerySet[ClassSession]:
    """Classes of which nobody entered who came."""
    return run.sessions.filter(state=SessionState.PLANNED)


def is_closed_lately(run: CourseRun) -> bool:
    """So that it can be opened again."""
    closed_at = statelog.last_time(run, "close") if run.state == RunState.CLOSED else None
    return closed_at is not None and clock.now() < closed_at + REOPENED_WITHIN
