from django.db.models import QuerySet

from lms.accounts.models import User
from mentoring.coaching.models import Engagement
from mentoring.corps.rules import own_expert


def communities_of(user: User) -> QuerySet[Engagement]:
    """Open coachings and those that ended, the open ones first."""
    return (
        Engagement.objects.filter(own_expert(user))
        .select_related("community__dong", "community__field", "community__stage", "expert__person")
        .order_by("completed_at", "-starts_on", "pk")
    )
