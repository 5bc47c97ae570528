from datetime import date
from typing import Any, Protocol

from django.db.models import Q

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
from lms.common import clock
from lms.common.ui.reader import answer
from mentoring.communities.enums import CommunityRole, CommunityState


class Keyed(Protocol):
    """A community, of which no more is asked than which it is."""

    @property
    def pk(self) -> Any: ...


class _Community(Keyed, OfCentre, Protocol):
    @property
    def state(self) -> str: ...


# ── what "now" means for rows with dates


def in_force(day: date, prefix: str = "") -> Q:
    """A membership or a role on that day; `ended_on` is the first day on which it no longer holds."""
    open_end = Q(**{f"{prefix}ended_on__isnull": True}) | Q(**{f"{prefix}ended_on__gt": day})
    return Q(**{f"{prefix}since__lte": day}) & open_end


# ── communities


def represented(user: Person, path: str = "community") -> Q:
    """Rows of the communities that the person represents today."""
    if not has_open_account(user):
        return NOBODY
    held = user.community_memberships.filter(in_force(clock.today()), role=CommunityRole.REPRESENTATIVE)
    return Q(**{f"{path}__in": held.values("community_id")})


def is_representative(user: Person, community: Keyed) -> bool:
    """A current representative of that community: only they ask for coaching and answer for it."""
    if not has_open_account(user):
        return False
    held = user.community_memberships.filter(in_force(clock.today()), role=CommunityRole.REPRESENTATIVE)
    return held.filter(community_id=community.pk).exists()


def still_acts(prefix: str = "") -> Q:
    """Nobody acts for a community that has closed; its representative still reads and answers what was."""
    return ~Q(**{f"{prefix}state": CommunityState.CLOSED})


def may_open_community_section(user: Person) -> bool:
    if not has_open_account(user):
        return False
    asked: bool | None = answer(user, "community")
    if asked is None:
        return user.community_memberships.filter(in_force(clock.today()), role=CommunityRole.REPRESENTATIVE).exists()
    return asked


def visible_communities(user: Person) -> Q:
    return Q() if may_see_everything(user) else of_office(user) | represented(user, "pk")


def may_enter_communities(user: Person, centre: Centre | int) -> bool:
    return may_coordinate(user, centre)


def may_change_community(user: Person, community: OfCentre) -> bool:
    """Its stage, its state and who represents it."""
    return may_coordinate(user, community.centre_id)


def may_keep_up_community(user: Person, community: _Community) -> bool:
    """Its introduction and its members: the representative, and the centre for them, which alone does so when it has
    closed."""
    acts = community.state != CommunityState.CLOSED
    return may_change_community(user, community) or (acts and is_representative(user, community))


def belongs_to(user: Person, community: Keyed) -> bool:
    """Somebody of it now, whatever they are there."""
    if not has_open_account(user):
        return False
    return user.community_memberships.filter(in_force(clock.today()), community_id=community.pk).exists()


def may_decide(user: Person, community: _Community, expert: OfPerson | None = None) -> bool:
    """As a coordinator about what a community asks, is offered and says, and about a coaching: never of one's own, as one of
    the community or as its expert. A person may be both; asked at each decision, it doesn't matter which came first."""
    is_own = belongs_to(user, community) or (expert is not None and is_self(user, expert.person_id))
    return may_coordinate(user, community.centre_id) and not is_own
