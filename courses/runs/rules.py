"""Who may see and do what with runs and what hangs on them.

Scopes are Q objects for `visible_to` and name fields only, so that models can import them; predicates guard the acts.
"""

from typing import Protocol

from django.db.models import Q

from courses.runs.enums import ANNOUNCED_RUN, LEARNING
from lms.accounts.models import Centre
from lms.accounts.rules import (
    NOBODY,
    OfCentre,
    OfPerson,
    Person,
    has_open_account,
    is_self,
    may_coordinate,
    may_see_everything,
    of_office,
)

# ── scopes


def staffed_runs(user: Person) -> Q:
    """Runs whose roster the person may read: the office of the centre, and the instructors named on the run."""
    if may_see_everything(user):
        return Q()
    return of_office(user) | Q(instructors=user) if has_open_account(user) else NOBODY


def visible_runs(user: Person) -> Q:
    """What is announced is public; a run in preparation is its staff's; a cancelled one also theirs who were in it."""
    if may_see_everything(user):
        return Q()
    public = Q(state__in=ANNOUNCED_RUN)
    return public | staffed_runs(user) | Q(enrolments__person=user) if has_open_account(user) else public


def visible_enrolments(user: Person) -> Q:
    if may_see_everything(user):
        return Q()
    return Q(person=user) | of_office(user) | Q(run__instructors=user) if has_open_account(user) else NOBODY


def visible_sessions(user: Person) -> Q:
    if may_see_everything(user):
        return Q()
    if not has_open_account(user):
        return NOBODY
    own = Q(run__enrolments__person=user, run__enrolments__state__in=LEARNING)
    return own | of_office(user, "run__centre") | Q(run__instructors=user)


def visible_completions(user: Person) -> Q:
    """The person's own, and those of the person's offices. Not the instructor's."""
    if may_see_everything(user):
        return Q()
    return Q(person=user) | of_office(user) if has_open_account(user) else NOBODY


# ── predicates


class _Session(Protocol):
    @property
    def run_id(self) -> int: ...
    @property
    def run(self) -> OfCentre: ...


def may_plan_runs(user: Person, centre: Centre) -> bool:
    return may_coordinate(user, centre)


def may_manage_run(user: Person, run: OfCentre) -> bool:
    """Admits people, sets seats and dates: a coordinator of the centre. Managers and auditors read."""
    return may_coordinate(user, run.centre_id)


def may_take_attendance(user: Person, session: _Session) -> bool:
    """The coordinator, and the instructor named on the run."""
    if may_manage_run(user, session.run):
        return True
    return has_open_account(user) and user.taught_runs.filter(pk=session.run_id).exists()


def may_answer_seat(user: Person, enrolment: OfPerson) -> bool:
    """Accepts, gives up or leaves their own seat; nobody else does it for them."""
    return is_self(user, enrolment.person_id)
