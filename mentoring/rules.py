"""Who may see and do what in coaching. Scopes are `Q`s for the models' `visible_to`, permissions are predicates.

Nothing is kept on the user object except the staff roles: who represents a community or is in term is asked each time.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from lms.accounts.models import Role, User
from lms.accounts.models.centre import OFFICE_ROLES
from lms.accounts.rules import Person, centre_ids, has_role
from lms.common import clock
from mentoring.enums import (
    PROPOSAL_MADE,
    AppointmentSource,
    AppointmentState,
    BodyKind,
    CommunityRole,
    ProposalState,
    VisitState,
)

if TYPE_CHECKING:
    from mentoring.models import CoachingSession, Community, ExpertProfile

NOBODY = Q(pk__in=[])


# ── what "now" means for rows with dates


def in_force(day: date, prefix: str = "") -> Q:
    """A membership or a role on that day; `ended_on` is the first day on which it no longer holds."""
    open_end = Q(**{f"{prefix}ended_on__isnull": True}) | Q(**{f"{prefix}ended_on__gt": day})
    return Q(**{f"{prefix}since__lte": day}) & open_end


def corps_term(day: date, prefix: str = "") -> Q:
    """An appointment that lets its holder coach on that day. Dates are judged here: a late `tick` grants nothing."""
    running = {"state": AppointmentState.ACTIVE, "body__kind": BodyKind.CORPS, "starts_on__lte": day}
    open_end = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": day})
    return Q(**{f"{prefix}{name}": value for name, value in running.items()}) & open_end


# ── office


def sees_everything(user: Person) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


def of_office(user: Person, path: str = "centre") -> Q:
    """Rows of the centres where the person is coordinator, manager or auditor."""
    return Q() if sees_everything(user) else Q(**{f"{path}__in": centre_ids(user, OFFICE_ROLES)})


def of_coordinator(user: Person, path: str = "centre") -> Q:
    return Q() if sees_everything(user) else Q(**{f"{path}__in": centre_ids(user, [Role.COORDINATOR])})


def coordinates(user: Person, centre_id: int) -> bool:
    """May act on the centre's requests, engagements and logs; managers and auditors read them."""
    return sees_everything(user) or has_role(user, centre_id, Role.COORDINATOR)


def takes_photos_out(user: Person, log: "CoachingSession") -> bool:
    """Of a log that was sent, when somebody in the photo asks for it; never of one's own."""
    holds = has_role(user, log.centre_id, Role.COORDINATOR, Role.MANAGER)
    return (sees_everything(user) or holds) and log.author_id != user.pk


def opens_office(user: Person) -> bool:
    return sees_everything(user) or bool(centre_ids(user, OFFICE_ROLES))


def reads_records(user: Person, centre_id: int) -> bool:
    """Who read what, and who changed what: those who answer for the centre, and those who check it."""
    return sees_everything(user) or has_role(user, centre_id, Role.MANAGER, Role.AUDITOR)


def exports_lists(user: Person, centre_id: int) -> bool:
    return sees_everything(user) or has_role(user, centre_id, Role.COORDINATOR, Role.MANAGER)


def exports_records(user: Person, centre_id: int) -> bool:
    return sees_everything(user) or has_role(user, centre_id, Role.MANAGER)


# ── communities


def represented(user: Person, path: str = "community") -> Q:
    """Rows of the communities that the person represents today."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    held = user.community_memberships.filter(in_force(clock.today()), role=CommunityRole.REPRESENTATIVE)
    return Q(**{f"{path}__in": held.values("community_id")})


def is_representative(user: Person, community: "Community") -> bool:
    """A current representative of that community: only they ask for coaching and answer for it."""
    held = community.memberships.filter(in_force(clock.today()), role=CommunityRole.REPRESENTATIVE, person_id=user.pk)
    return bool(user.is_authenticated and user.is_active and held.exists())


def opens_community(user: Person) -> bool:
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.community_memberships.filter(in_force(clock.today()), role=CommunityRole.REPRESENTATIVE).exists()


# ── experts


def own_expert(user: Person, path: str = "expert") -> Q:
    """Rows of the person's own expert profiles, whether or not a term is running: history stays readable."""
    return Q(**{f"{path}__person": user.pk}) if user.is_authenticated and user.is_active else NOBODY


def in_term(expert: "ExpertProfile", day: date | None = None) -> bool:
    """Holds an active appointment to a corps of the expert's own centre on that day."""
    terms = expert.person.appointments.filter(corps_term(day or clock.today()), centre_id=expert.centre_id)
    return expert.person.is_active and terms.exists()


def opens_mentor(user: Person) -> bool:
    """Experts keep their section after a term: it then says when the term ended and whom to call."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return user.expert_profiles.filter(person__appointments__body__kind=BodyKind.CORPS).exists()


def experts_seen(user: Person) -> Q:
    if sees_everything(user):
        return Q()
    return of_office(user) | (Q(person=user.pk) if user.is_authenticated and user.is_active else NOBODY)


# ── appointments and communities


def appointments_seen(user: Person) -> Q:
    """A person's own from the offer on; drafts are for the office alone. A seat by office is never offered."""
    if sees_everything(user):
        return Q()
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    not_yet = {AppointmentState.DRAFT, AppointmentState.WITHDRAWN}
    by_office = Q(source=AppointmentSource.EX_OFFICIO) & ~Q(state__in=not_yet)
    return of_office(user) | (Q(person=user.pk) & (Q(offered_at__isnull=False) | by_office))


def communities_seen(user: Person) -> Q:
    return Q() if sees_everything(user) else of_office(user) | represented(user, "pk")


# ── requests, proposals, engagements


def requests_seen(user: Person) -> Q:
    """Sensitive requests are for the community, the expert who was asked and the coordinators, not for managers."""
    if sees_everything(user):
        return Q()
    sent = Q(submitted_at__isnull=False)  # what a community is still writing is its own
    return represented(user) | (_office_but_sensitive(user, "sensitive") & sent) | Q(pk__in=_asked(user))


def _office_but_sensitive(user: Person, flag: str) -> Q:
    return of_coordinator(user) | (of_office(user) & Q(**{flag: False}))


def _asked(user: Person) -> Any:
    """Requests whose answer is open at this expert, or that became one of the expert's engagements."""
    if not isinstance(user, User) or not user.is_active:
        return []
    answerable = {ProposalState.OFFERED, ProposalState.ACCEPTED}
    return user.expert_profiles.filter(proposals__state__in=answerable).values("proposals__request_id")


def proposals_seen(user: Person) -> Q:
    """An expert reads every offer that was made to them, answered or not."""
    if sees_everything(user):
        return Q()
    return _office_but_sensitive(user, "request__sensitive") | (own_expert(user) & Q(state__in=PROPOSAL_MADE))


def engagements_seen(user: Person) -> Q:
    if sees_everything(user):
        return Q()
    return represented(user) | _office_but_sensitive(user, "request__sensitive") | own_expert(user)


# ── visit logs


def visits_seen(user: Person) -> Q:
    """A log that is being written is its expert's alone; the community and the office see it once it was sent."""
    if sees_everything(user):
        return Q()
    others = represented(user, "engagement__community") | _office_but_sensitive(user, "engagement__request__sensitive")
    return own_expert(user) | (others & ~Q(state=VisitState.DRAFT))
