"""The visits of a community as its representative reads them."""

from django.db.models import Count, Q, QuerySet

from lms.accounts.models import User
from mentoring.communities.rules import represented
from mentoring.visits.enums import VisitState
from mentoring.visits.metrics import place_by_date
from mentoring.visits.models import Visit
from mentoring.visits.queries.visits import SENT


def own_visits(user: User) -> QuerySet[Visit]:
    """All visits of the communities that the person represents, the latest first: what is arranged, what was sent, and what
    its expert took back to mend, of which only the day is told."""
    mended = Q(state=VisitState.DRAFT, submitted_at__isnull=False)
    shown = Q(state__in=[VisitState.SCHEDULED, *SENT]) | mended
    rows = Visit.objects.filter(shown, represented(user, "engagement__community"))
    rows = rows.select_related("engagement__community", "expert__person").prefetch_related("confirmations")
    rows = rows.annotate(place_by_date=place_by_date(), additions=Count("addenda"))
    return rows.order_by("-starts_at", "-pk")
