from django.db.models import QuerySet

from lms.accounts.models import Centre
from lms.common import clock
from lms.invitations.models import MOST_ATTEMPTS, Invitation


def open_at(centre: Centre) -> QuerySet[Invitation]:
    """Those whose time is over among them: they may be sent again until they are destroyed.

    Fetched once for all its rows, a sender is asked once for what they may still give.
    """
    return Invitation.objects.open().filter(centre=centre).select_related("centre").prefetch_related("invited_by")


def given_up(centre: Centre) -> QuerySet[Invitation]:
    """Their mail did not leave, and they could still be accepted."""
    rows = Invitation.objects.open().filter(centre=centre, expires_at__gt=clock.now())
    return rows.filter(sent_at__isnull=True, attempts__gte=MOST_ATTEMPTS)
