from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from lms.accounts.models import User
from lms.accounts.rules import NOBODY, Person, may_see_everything, of_office
from lms.common import clock
from mentoring.corps.enums import AppointmentSource, AppointmentState, BodyKind

if TYPE_CHECKING:
    from mentoring.corps.models import ExpertProfile


def corps_term(day: date, prefix: str = "") -> Q:
    """An appointment that lets its holder coach on that day. Dates are judged here: a late `tick` grants nothing."""
    running = {"state": AppointmentState.ACTIVE, "body__kind": BodyKind.CORPS, "starts_on__lte": day}
    open_end = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": day})
    return Q(**{f"{prefix}{name}": value for name, value in running.items()}) & open_end


# ── experts


def own_expert(user: Person, path: str = "expert") -> Q:
    """Rows of the person's own expert profiles, whether or not a term is running: history stays readable."""
    return Q(**{f"{path}__person": user.pk}) if user.is_authenticated and user.is_active else NOBODY


def in_term(expert: "ExpertProfile", day: date | None = None) -> bool:
    """Holds an active appointment to a corps of the expert's own centre on that day."""
    terms = expert.person.appointments.filter(corps_term(day or clock.today()), centre_id=expert.centre_id)
    return expert.person.is_active and terms.exists()


def may_open_expert_section(user: Person) -> bool:
    """Experts keep their section after a term: it then says when the term ended and whom to call."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.expert_profiles.filter(person__appointments__body__kind=BodyKind.CORPS).exists()


def visible_experts(user: Person) -> Q:
    if may_see_everything(user):
        return Q()
    return of_office(user) | (Q(person=user.pk) if user.is_authenticated and user.is_active else NOBODY)


# ── appointments


def visible_appointments(user: Person) -> Q:
    """A person's own from the offer on; drafts are for the office alone. A seat by office is never offered."""
    if may_see_everything(user):
        return Q()
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    not_yet = {AppointmentState.DRAFT, AppointmentState.WITHDRAWN}
    by_office = Q(source=AppointmentSource.EX_OFFICIO) & ~Q(state__in=not_yet)
    return of_office(user) | (Q(person=user.pk) & (Q(offered_at__isnull=False) | by_office))
