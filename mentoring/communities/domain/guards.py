from django.utils.translation import gettext as _

from lms.accounts.domain.guards import check_coordinator
from lms.accounts.models import User
from lms.common.errors import DomainError, NotAllowed
from mentoring.communities.enums import CommunityState
from mentoring.communities.models import Community
from mentoring.communities.queries.conflicts import coaches, too_near
from mentoring.communities.rules import is_representative, may_decide
from mentoring.corps.models import ExpertProfile


def not_representative() -> NotAllowed:
    message = _("Only a current representative of this community does this. Please call the centre if that is you.")
    return NotAllowed(message, code="not_representative")


def check_representative(actor: User, community: Community) -> None:
    if not is_representative(actor, community):
        raise not_representative()


def check_does_not_coach(person: User, community: Community) -> None:
    """Whoever coaches a community would answer their own logs for it, be it by silence. Asked wherever somebody gains a role
    in a community, under the community's lock, which every new coaching takes, too."""
    if coaches(person, community):
        message = _(
            "{name} coaches this community or is asked to, so they can't belong to it. Please hand the coaching over first."
        )
        raise DomainError(message.format(name=person.name), code="coaches_it")


def check_not_too_near(expert: ExpertProfile, community: Community) -> None:
    """The same the other way round. Asked wherever a coaching begins or goes on."""
    if expert.pk in too_near(community.pk, [expert]):
        message = _("The expert stands too near to this community. Please hand it over to another one.")
        raise DomainError(message, code="conflict")


def check_not_closed(community: Community) -> None:
    """Asked wherever a coaching is offered, begins or goes on, under the community's lock, which closing takes, too."""
    if community.state == CommunityState.CLOSED:
        message = _("{community} is closed, so nobody coaches it any more. It would have to be opened again first.")
        raise DomainError(message.format(community=community), code="community_closed")


def check_may_decide(actor: User, community: Community, expert: ExpertProfile | None = None) -> None:
    """Asked wherever the office decides about a community's matter: a colleague does where it is one's own."""
    check_coordinator(actor, community.centre_id)
    if not may_decide(actor, community, expert):
        message = _("You belong to this community or coach it. Please ask another coordinator to decide this.")
        raise NotAllowed(message, code="own_matter")
