"""Who may see and do what with runs and what hangs on them.

Scopes are Q objects for `visible_to` and name fields only, so that models can import them; predicates guard the acts.
"""

from typing import TYPE_CHECKING

from django.db.models import Q

from courses.runs.enums import LEARNING, RunState
from lms.accounts import rules as accounts
from lms.accounts.models import Centre, Role
from lms.accounts.models.centre import OFFICE_ROLES
from lms.accounts.rules import Person

if TYPE_CHECKING:
    from courses.runs.models import ClassSession, CourseRun


EVERYTHING = Q()

NOTHING = Q(pk__in=())

_SHOWN_TO_ALL = (RunState.PUBLISHED, RunState.CLOSED)


def _office(user: Person, prefix: str = "") -> Q:
    return Q(**{f"{prefix}centre_id__in": accounts.centre_ids(user, OFFICE_ROLES)})


# ── scopes


def staffed_runs(user: Person) -> Q:
    """Runs whose roster the person may read: the office of the centre, and the instructors named on the run."""
    if not user.is_authenticated:
        return NOTHING
    return EVERYTHING if user.is_superuser else _office(user) | Q(instructors=user)


def visible_runs(user: Person) -> Q:
    """What is announced is public; a run in preparation is its staff's; a cancelled one also theirs who were in it."""
    public = Q(state__in=_SHOWN_TO_ALL)
    if not user.is_authenticated:
        return public
    return EVERYTHING if user.is_superuser else public | staffed_runs(user) | Q(enrolments__person=user)


def office_runs(user: Person) -> Q:
    """The runs of the person's own offices, without those where they only teach."""
    if not user.is_authenticated:
        return NOTHING
    return EVERYTHING if user.is_superuser else _office(user)


def visible_enrolments(user: Person) -> Q:
    if not user.is_authenticated:
        return NOTHING
    return EVERYTHING if user.is_superuser else Q(person=user) | _office(user) | Q(run__instructors=user)


def visible_sessions(user: Person) -> Q:
    if not user.is_authenticated:
        return NOTHING
    if user.is_superuser:
        return EVERYTHING
    mine = Q(run__enrolments__person=user, run__enrolments__state__in=LEARNING)
    return mine | _office(user, "run__") | Q(run__instructors=user)


def own_or_office(user: Person) -> Q:
    """Completions and certificates: the person's own, and those of the person's offices. Not the instructor's."""
    if not user.is_authenticated:
        return NOTHING
    return EVERYTHING if user.is_superuser else Q(person=user) | _office(user)


# ── predicates


def may_manage_run(user: Person, run: "CourseRun") -> bool:
    """Admits people, sets seats and dates: a coordinator of the centre. Managers and auditors read."""
    return user.is_superuser or accounts.has_role(user, run.centre_id, Role.COORDINATOR)


def may_export_roster(user: Person, run: "CourseRun") -> bool:
    """With telephone numbers, so for those who answer for the centre's data: no auditor, no instructor."""
    return user.is_superuser or accounts.has_role(user, run.centre_id, Role.COORDINATOR, Role.MANAGER)


def may_plan_runs_of(user: Person, centre: Centre) -> bool:
    return user.is_superuser or accounts.has_role(user, centre, Role.COORDINATOR)


def may_take_attendance(user: Person, session: "ClassSession") -> bool:
    """The coordinator, and the instructor named on the run."""
    return may_manage_run(user, session.run) or session.run.instructors.filter(pk=user.pk).exists()


def is_office_of(user: Person, centre_id: int) -> bool:
    return user.is_superuser or accounts.has_role(user, centre_id, *OFFICE_ROLES)
