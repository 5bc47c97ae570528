"""What several steps on a run refuse alike."""

from courses.runs import rules
from courses.runs.enums import OPEN_RUN
from courses.runs.models import CourseRun
from lms.accounts.domain.guards import not_coordinator
from lms.accounts.models import User
from lms.common.records import transitions


def check_running(run: CourseRun) -> None:
    if run.state not in OPEN_RUN:
        transitions.refuse(run)


def check_manages(actor: User, run: CourseRun) -> None:
    if not rules.may_manage_run(actor, run):
        raise not_coordinator()
