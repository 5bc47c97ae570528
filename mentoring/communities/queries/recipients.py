"""Whom to tell. Suspended and former people are in no list."""

from django.db.models import QuerySet

from lms.accounts.models import User
from lms.common import clock
from mentoring.communities.enums import CommunityRole
from mentoring.communities.models import Community, CommunityMembership
from mentoring.communities.rules import in_force


def representatives_of(community: Community) -> QuerySet[User]:
    held = CommunityMembership.objects.filter(
        in_force(clock.today()), community=community, role=CommunityRole.REPRESENTATIVE
    )
    return User.objects.filter(is_active=True, pk__in=held.values("person_id"))
