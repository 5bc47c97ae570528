from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre, User
from lms.accounts.office_home import Pile
from mentoring.coaching.models import CoachingRequest
from mentoring.coaching.queries.requests import GROUPS


def todo(user: User, centre: Centre) -> list[Pile]:
    rows = CoachingRequest.objects.visible_to(user).filter(centre=centre, submitted_at__isnull=False)
    labels: dict[str, str | Promise] = {
        "waiting": _("Waiting to be matched"),
        "offering": _("Offered, no answer yet"),
        "waitlisted": _("Requests on the waiting list"),
    }
    return [
        Pile(rows.filter(state__in=GROUPS[key][1]), label, "office_requests", f"?group={key}", key == "waiting")
        for key, label in labels.items()
    ]
