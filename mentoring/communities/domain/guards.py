from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common.errors import NotAllowed
from mentoring.communities.models import Community
from mentoring.communities.rules import is_representative


def not_representative() -> NotAllowed:
    message = _("Only a current representative of this community does this. Please call the centre if that is you.")
    return NotAllowed(message, code="not_representative")


def check_representative(actor: User, community: Community) -> None:
    if not is_representative(actor, community):
        raise not_representative()
