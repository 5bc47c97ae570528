from typing import Any, Protocol

from django.db.models import Q

from lms.accounts.rules import (
    OfCentre,
    OfPerson,
    Person,
    is_self,
    may_answer_for,
    may_coordinate,
    may_see_everything,
)
from lms.common.records import statelog
from mentoring.coaching.models import Engagement
from mentoring.coaching.rules import office_unless_sensitive
from mentoring.communities.rules import is_representative, may_decide, represented
from mentoring.corps.rules import own_expert
from mentoring.visits.enums import Side, VisitState


class _Step(Protocol):
    @property
    def owner(self) -> str: ...
    @property
    def engagement(self) -> Engagement: ...


class _Visit(OfCentre, Protocol):
    @property
    def pk(self) -> Any: ...
    @property
    def author_id(self) -> int: ...
    @property
    def engagement(self) -> Engagement: ...


def visible_visits(user: Person) -> Q:
    """A log that is being written is its expert's alone; the community and the office see it once it was sent."""
    if may_see_everything(user):
        return Q()
    others = represented(user, "engagement__community") | office_unless_sensitive(
        user, "engagement__request__sensitive"
    )
    return own_expert(user) | (others & ~Q(state=VisitState.DRAFT))


def may_log_visits(user: Person, expert: OfPerson) -> bool:
    """Writes, sends and takes back: the expert alone, whoever else could."""
    return is_self(user, expert.person_id)


def may_arrange_visits(user: Person, engagement: Engagement) -> bool:
    """The two sides meet as the expert arranges it, or as the office does for both."""
    return is_self(user, engagement.expert.person_id) or may_coordinate(user, engagement.centre_id)


def may_enter_visits(user: Person, engagement: Engagement) -> bool:
    """For an expert who can't; never for oneself."""
    return not is_self(user, engagement.expert.person_id) and may_coordinate(user, engagement.centre_id)


def has_entered(user: Person, visit: _Visit) -> bool:
    """Whoever entered a log for its expert neither answers it nor decides about it."""
    return statelog.having("visits.visit", "enter").filter(subject_id=visit.pk, actor=user.pk).exists()


def may_allow_late_logs(user: Person, engagement: Engagement) -> bool:
    """Never for one's own."""
    return not is_self(user, engagement.expert.person_id) and may_coordinate(user, engagement.centre_id)


def may_answer_visit(user: Person, visit: _Visit) -> bool:
    """The community's answer; never of one's own log, whoever one is besides."""
    if is_self(user, visit.author_id) or not is_representative(user, visit.engagement.community):
        return False
    return not has_entered(user, visit)


def may_tick_off(user: Person, step: _Step) -> bool:
    """Of what the community agreed to do; the expert settles the rest in the next log."""
    return step.owner == Side.COMMUNITY and is_representative(user, step.engagement.community)


def may_rule_on_visit(user: Person, visit: _Visit) -> bool:
    """Decides about an objection, or declares a log void; never of one's own, as its author or as one of the community."""
    if is_self(user, visit.author_id) or not may_decide(user, visit.engagement.community):
        return False
    return not has_entered(user, visit)


def may_take_photo_out(user: Person, visit: _Visit) -> bool:
    """Of a log that was sent, when somebody in the photo asks for it; never of one's own."""
    return not is_self(user, visit.author_id) and may_answer_for(user, visit.centre_id)


def may_read_note_of_other(user: Person, visit: _Visit) -> bool:
    """With a reason, which is on record. The author reads it as it is."""
    return may_answer_for(user, visit.centre_id)
