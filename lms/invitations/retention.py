from lms.invitations.models import Invitation
from lms.privacy.retention import deleting, setting

RULES = (
    # Those that were accepted name nobody and stay, as the role that they gave does.
    deleting(
        "invitations",
        setting("RETENTION_INVITATIONS"),
        lambda before: Invitation.objects.filter(accepted_at__isnull=True, expires_at__lt=before),
    ),
)
