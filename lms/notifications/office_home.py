from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre, User
from lms.accounts.office_home import Pile
from lms.accounts.rules import may_answer_for
from lms.notifications.queries import undelivered


def todo(user: User, centre: Centre) -> list[Pile]:
    if not may_answer_for(user, centre):
        return []
    return [Pile(undelivered(centre), _("E-mails that could not be delivered"), "office_undelivered")]
