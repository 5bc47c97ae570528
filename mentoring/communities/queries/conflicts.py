"""Who stands too near to a community to coach it, and who coaches it and so may not belong to it."""

from collections.abc import Iterable

from django.db.models import Q

from lms.accounts.models import User
from lms.common import clock
from mentoring.coaching.enums import OPEN_ENGAGEMENT
from mentoring.communities.models import Community, CommunityMembership, ConflictOfInterest
from mentoring.communities.rules import in_force
from mentoring.corps.models import ExpertProfile
from mentoring.matching.enums import OPEN_PROPOSAL
from mentoring.visits.enums import UNANSWERED, VisitState


def too_near(community_id: int, experts: Iterable[ExpertProfile]) -> set[int]:
    """Declared conflicts in force, and members of the community itself whether declared or not."""
    today = clock.today()
    declared = ConflictOfInterest.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today), community_id=community_id, since__lte=today
    )
    members = CommunityMembership.objects.filter(in_force(today), community_id=community_id)
    persons = set(members.values_list("person_id", flat=True))
    return set(declared.values_list("expert_id", flat=True)) | {e.pk for e in experts if e.person_id in persons}


def is_member(person: User, community_id: int) -> bool:
    return person.community_memberships.current().filter(community_id=community_id).exists()


def coaches(person: User, community: Community) -> bool:
    """Now; or is asked to; or has a log there that waits for the community's answer, or is to be sent."""
    at_work = Q(engagements__community=community, engagements__state__in=OPEN_ENGAGEMENT)
    asked = Q(proposals__request__community=community, proposals__state__in=OPEN_PROPOSAL)
    unanswered = Q(
        visits__engagement__community=community, visits__state__in=UNANSWERED | {VisitState.DRAFT, VisitState.NO_SHOW}
    ) & ~Q(visits__state=VisitState.NO_SHOW, visits__confirm_by__lt=clock.now())
    return person.expert_profiles.filter(at_work | asked | unanswered).exists()
