from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre, User
from lms.accounts.office_home import Pile, Queue
from lms.accounts.rules import has_role
from lms.staff.queries.second_factor import waiting_at
from lms.staff.rules import CONFIRMING


def todo(user: User, centre: Centre) -> list[Pile]:
    """Of colleagues: what somebody asked for, and what another began and this person may confirm."""
    if not has_role(user, centre, *CONFIRMING):
        return []
    rows = waiting_at(centre).exclude(Q(person=user) | Q(started_by=user))
    queue = Queue("person__name", "opened_at", "office_second_factor", keys=("person_id",), within=1)
    return [Pile(rows, _("Colleagues who lost their second check"), "office_staff", urgent=True, queue=queue)]
