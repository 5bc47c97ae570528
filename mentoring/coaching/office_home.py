from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre, User
from lms.accounts.office_home import Pile, Queue
from lms.accounts.rules import may_coordinate
from mentoring.coaching.models import CoachingRequest
from mentoring.coaching.queries.requests import ANSWER_WITHIN, GROUPS


def todo(user: User, centre: Centre) -> list[Pile]:
    if not may_coordinate(user, centre):
        return []
    rows = CoachingRequest.objects.visible_to(user).filter(centre=centre, submitted_at__isnull=False)
    labels: dict[str, str | Promise] = {
        "waiting": _("Waiting to be matched"),
        "offering": _("Offered, no answer yet"),
        "waitlisted": _("Requests on the waiting list"),
    }
    queue = Queue("community__name", "submitted_at", "office_request", within=ANSWER_WITHIN.days)
    return [
        Pile(
            rows.filter(state__in=GROUPS[key][1]),
            label,
            "office_requests",
            f"?group={key}",
            urgent=key == "waiting",
            queue=queue if key == "waiting" else None,  # for the others somebody else has to answer
            sensitive="sensitive",
        )
        for key, label in labels.items()
    ]
