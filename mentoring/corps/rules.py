from datetime import date, datetime
from typing import Protocol

from django.db.models import Q

from lms.accounts.models import Centre, User
from lms.accounts.rules import (
    NOBODY,
    OfCentre,
    OfPerson,
    OfPersonAtCentre,
    Person,
    has_open_account,
    is_self,
    may_answer_for,
    may_manage,
    may_see_everything,
    of_office,
)
from lms.common import clock
from lms.common.ui.reader import answer
from mentoring.corps.enums import AppointmentSource, AppointmentState, BodyKind


class OfExpert(Protocol):
    @property
    def expert(self) -> OfPerson: ...


class _Expert(OfCentre, Protocol):
    @property
    def person(self) -> User: ...


class _Appointment(OfPersonAtCentre, Protocol):
    @property
    def state(self) -> str: ...
    @property
    def offered_at(self) -> datetime | None: ...
    @property
    def accepted_at(self) -> datetime | None: ...


def corps_term(day: date, prefix: str = "") -> Q:
    """An appointment that lets its holder coach on that day. Dates are judged here: a late `tick` grants nothing."""
    running = {"state": AppointmentState.ACTIVE, "body__kind": BodyKind.CORPS, "starts_on__lte": day}
    open_end = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": day})
    return Q(**{f"{prefix}{name}": value for name, value in running.items()}) & open_end


def still_offered(day: date, prefix: str = "") -> Q:
    """Bodies, fields and stages that may be chosen on that day; `closed_on` is the first on which none is."""
    return Q(**{f"{prefix}closed_on__isnull": True}) | Q(**{f"{prefix}closed_on__gt": day})


# ── experts


def own_expert(user: Person, path: str = "expert") -> Q:
    """Rows of the person's own expert profiles, whether or not a term is running: history stays readable."""
    return Q(**{f"{path}__person": user.pk}) if has_open_account(user) else NOBODY


def in_term(expert: _Expert, day: date | None = None) -> bool:
    """Holds an active appointment to a corps of the expert's own centre on that day."""
    terms = expert.person.appointments.filter(corps_term(day or clock.today()), centre_id=expert.centre_id)
    return expert.person.is_active and terms.exists()


def may_open_expert_section(user: Person) -> bool:
    """Experts keep their section after a term: it then says when the term ended and whom to call."""
    if not has_open_account(user):
        return False
    asked: bool | None = answer(user, "expert")
    if asked is None:
        return user.expert_profiles.filter(person__appointments__body__kind=BodyKind.CORPS).exists()
    return asked


def visible_experts(user: Person) -> Q:
    if may_see_everything(user):
        return Q()
    return of_office(user) | (Q(person=user.pk) if has_open_account(user) else NOBODY)


def may_keep_hours(user: Person, expert: OfPerson) -> bool:
    """When visits suit, and a pause: the expert alone knows."""
    return is_self(user, expert.person_id)


def may_change_profile(user: Person, expert: OfPersonAtCentre) -> bool:
    """The expert's own words; the centre may correct them."""
    return is_self(user, expert.person_id) or may_answer_for(user, expert.centre_id)


# ── bodies


def visible_bodies(user: Person) -> Q:
    return of_office(user)


def may_make_bodies(user: Person, centre: Centre | int) -> bool:
    return may_manage(user, centre)


def may_change_body(user: Person, body: OfCentre) -> bool:
    return may_manage(user, body.centre_id)


# ── appointments


def visible_appointments(user: Person) -> Q:
    """A person's own from the offer on; drafts are for the office alone. A seat by office is never offered."""
    if may_see_everything(user):
        return Q()
    if not has_open_account(user):
        return NOBODY
    not_yet = {AppointmentState.DRAFT, AppointmentState.WITHDRAWN}
    taken_back = Q(state=AppointmentState.WITHDRAWN, accepted_at__isnull=False)  # after it was confirmed
    by_office = Q(source=AppointmentSource.EX_OFFICIO) & (~Q(state__in=not_yet) | taken_back)
    return of_office(user) | (Q(person=user.pk) & (Q(offered_at__isnull=False) | by_office))


def may_answer_appointment(user: Person, appointment: OfPerson) -> bool:
    """Accepting, declining and resigning is the person's own; expiring and lapsing the clock's."""
    return is_self(user, appointment.person_id)


_NOT_IN_FORCE = {AppointmentState.SUSPENDED, AppointmentState.DISMISSED}


def may_print_letter(user: Person, appointment: _Appointment) -> bool:
    """A letter shows that someone acts for the centre; who may not at present doesn't print a new one. Staff may."""
    return appointment.state not in _NOT_IN_FORCE or not is_self(user, appointment.person_id)


# Of the office's steps, those that coordinators take, too; the others are the manager's, who appoints. A start on the
# day may be made by hand, if the clock is late.
STAFF_STEPS = frozenset({"draft", "renew", "end"})
MANAGER_STEPS = frozenset({"offer", "confirm", "withdraw", "start", "suspend", "resume", "keep", "dismiss"})


def may_draft(user: Person, centre: Centre | int) -> bool:
    return may_answer_for(user, centre)


def may_take_step(user: Person, appointment: _Appointment, step: str) -> bool:
    """An offer is the manager's to take back, a draft may be dropped by whoever makes drafts. Nobody appoints themselves."""
    if is_step_of_staff(appointment, step):
        return may_draft(user, appointment.centre_id)
    return (
        step in MANAGER_STEPS and may_manage(user, appointment.centre_id) and not is_self(user, appointment.person_id)
    )


def is_step_of_staff(appointment: _Appointment, step: str) -> bool:
    is_draft = appointment.offered_at is None and appointment.accepted_at is None
    return step in STAFF_STEPS or (step == "withdraw" and is_draft)
