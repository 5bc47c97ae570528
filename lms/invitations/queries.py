from django.db.models import Q, QuerySet

from lms.accounts.models import Centre
from lms.common import clock
from lms.invitations.models import MOST_ATTEMPTS, Invitation


def open_at(centre: Centre) -> QuerySet[Invitation]:
    """Those whose time is over among them: they may be sent again until they are destroyed."""
    return with_senders(Invitation.objects.open().filter(centre=centre))


def with_senders(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Fetched once for all its rows, a sender is asked once for what they may still give."""
    return rows.select_related("centre").prefetch_related("invited_by")


def is_given_up() -> Q:
    """Its mail did not leave, and it could still be accepted."""
    return Q(expires_at__gt=clock.now(), sent_at__isnull=True, attempts__gte=MOST_ATTEMPTS)


def given_up(centre: Centre) -> QuerySet[Invitation]:
    return Invitation.objects.open().filter(is_given_up(), centre=centre)
