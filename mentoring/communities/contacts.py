from django.db.models import QuerySet

from lms.accounts.models import User
from mentoring.communities.models import CommunityMembership


def members(centre_id: int) -> QuerySet[User, int]:
    """Who stands for a community; nobody else is entered."""
    return CommunityMembership.objects.filter(community__centre=centre_id).values("person")  # type: ignore[return-value]
