from django.db.models import QuerySet

from lms.accounts.models import User
from lms.invitations.models import Invitation


def invited(centre_id: int) -> QuerySet[User, int]:
    """Who accepted an invitation."""
    return Invitation.objects.filter(centre=centre_id, accepted_by__isnull=False).values("accepted_by")  # type: ignore[return-value]
