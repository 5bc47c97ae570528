from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q

from lms.common import clock
from lms.common.integrity import verify
from lms.common.models import StateChange
from mentoring.communities.enums import CommunityRole
from mentoring.communities.models import Community, CommunityMembership, ConflictOfInterest
from mentoring.communities.rules import in_force


def conflicts_are_within_a_centre() -> Iterator[str]:
    yield from verify.rows(ConflictOfInterest.objects.exclude(community__centre=F("expert__centre")))


def communities_have_one_representative() -> Iterator[str]:
    """One at a time; and whoever had one has one, since the office enters the next in the same step."""
    held = Q(memberships__role=CommunityRole.REPRESENTATIVE) & in_force(clock.today(), "memberships__")
    communities = Community.objects.annotate(held=Count("memberships", filter=held))
    yield from verify.rows(communities.filter(held__gt=1))
    former = CommunityMembership.objects.filter(community=OuterRef("pk"), role=CommunityRole.REPRESENTATIVE)
    entered = StateChange.objects.filter(
        subject=Community._meta.label_lower, subject_id=OuterRef("pk"), action="representative"
    )
    yield from verify.rows(communities.filter(Exists(former) | Exists(entered), held=0))


CHECKS = {
    "communities_have_one_representative": communities_have_one_representative,
    "conflicts_are_within_a_centre": conflicts_are_within_a_centre,
}
