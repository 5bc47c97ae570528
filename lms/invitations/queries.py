from django.db.models import QuerySet

from lms.accounts.models import Centre
from lms.invitations.models import Invitation


def open_at(centre: Centre) -> QuerySet[Invitation]:
    """Those whose time is over among them: they may be sent again until they are destroyed.

    Fetched once for all its rows, a sender is asked once for what they may still give.
    """
    return Invitation.objects.open().filter(centre=centre).select_related("centre").prefetch_related("invited_by")
