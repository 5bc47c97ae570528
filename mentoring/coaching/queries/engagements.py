from django.db.models import QuerySet

from lms.accounts.models import User
from lms.common.models import StateChange
from lms.common.records import statelog
from mentoring.coaching.models import Engagement
from mentoring.corps.rules import own_expert


def communities_of(user: User) -> QuerySet[Engagement]:
    """Open coachings and those that ended, the open ones first."""
    return (
        Engagement.objects.filter(own_expert(user))
        .select_related("community__dong", "community__field", "community__stage", "expert__person")
        .order_by("completed_at", "-starts_on", "pk")
    )


def shown(user: User) -> QuerySet[Engagement]:
    rows = Engagement.objects.visible_to(user).select_related(
        "community__dong", "community__field", "expert__person", "request__community", "centre", "appointment"
    )
    rows = rows.select_related("continues__expert__person", "continued_by__expert__person")
    return rows.prefetch_related("goals")


def latest_of(engagement: Engagement) -> Engagement:
    """Where it went on after a hand-over, or itself."""
    return Engagement.objects.filter(continues=engagement).first() or engagement


def history_of(engagement: Engagement) -> QuerySet[StateChange]:
    return statelog.history(engagement)
