from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.accounts.rules import may_coordinate
from lms.common.errors import NotAllowed


def check_coordinator(actor: User, centre_id: int) -> None:
    if not may_coordinate(actor, centre_id):
        said = _("Only the coordinators of this centre do this. Please ask one of them.")
        raise NotAllowed(said, code="not_coordinator")
