from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre, User
from lms.accounts.office_home import Pile, Queue
from lms.accounts.rules import may_answer_for
from lms.notifications.queries import undelivered, with_end_of_tries


def todo(user: User, centre: Centre) -> list[Pile]:
    if not may_answer_for(user, centre):
        return []
    queue = Queue("person__name", "given_up_at", "office_undelivered", keys=(), query={"person": "person_id"})
    label = _("E-mails that could not be delivered")
    return [Pile(with_end_of_tries(undelivered(centre)), label, "office_undelivered", queue=queue)]
