from lms.invitations.models import Invitation
from lms.privacy.enums import Term
from lms.privacy.registries import deleting

# Those that were accepted name nobody and stay, as the role that they gave does.
INVITATIONS = deleting(
    Term.INVITATIONS,
    lambda before: Invitation.objects.filter(accepted_at__isnull=True, expires_at__lt=before),
    centre="centre",
)
