from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.accounts.rules import coordinates
from lms.common.errors import NotAllowed


def check_coordinator(actor: User, centre_id: int) -> None:
    if not coordinates(actor, centre_id):
        said = _("Only the coordinators of this centre do this. Please ask one of them.")
        raise NotAllowed(said, code="not_coordinator")
