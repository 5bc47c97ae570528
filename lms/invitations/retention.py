from lms.invitations.models import Invitation
from lms.privacy.registries import deleting, setting

# Those that were accepted name nobody and stay, as the role that they gave does.
INVITATIONS = deleting(
    setting("RETENTION_INVITATIONS"),
    lambda before: Invitation.objects.filter(accepted_at__isnull=True, expires_at__lt=before),
)
