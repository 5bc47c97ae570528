from django.db.models import Count, Q, QuerySet

from lms.accounts.models import Centre
from mentoring.corps.enums import SEATED
from mentoring.corps.models import Body


def bodies_of(centre: Centre) -> QuerySet[Body]:
    return Body.objects.filter(centre=centre)


def with_seats(centre: Centre) -> QuerySet[Body]:
    """The centre's bodies with `seats_used`: persons, not rows, as the seat rule counts them."""
    seated = Count("appointments__person", filter=Q(appointments__state__in=SEATED), distinct=True)
    return bodies_of(centre).annotate(seats_used=seated).order_by("kind", "name")
