"""Who takes a step of a request, an offer or an engagement."""

from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common.errors import NotAllowed
from mentoring.models import Community
from mentoring.rules import coordinates, is_representative


def check_coordinator(actor: User, centre_id: int) -> None:
    if not coordinates(actor, centre_id):
        said = _("Only the coordinators of this centre do this. Please ask one of them.")
        raise NotAllowed(said, code="not_coordinator")


def check_representative(actor: User, community: Community) -> None:
    if not is_representative(actor, community):
        said = _("Only a current representative of this community does this. Please call the centre if that is you.")
        raise NotAllowed(said, code="not_representative")
