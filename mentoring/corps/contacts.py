from django.db.models import Q, QuerySet

from lms.accounts.models import User
from mentoring.corps.enums import SERVED
from mentoring.corps.models import Appointment


def appointed(centre_id: int) -> QuerySet[User, int]:
    """Who accepted an appointment; a draft and an offer are the office's own."""
    accepted = Q(accepted_at__isnull=False) | Q(state__in=SERVED)
    return Appointment.objects.filter(accepted, centre=centre_id).values("person")  # type: ignore[return-value]
