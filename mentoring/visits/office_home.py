from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre, User
from lms.accounts.office_home import Pile
from lms.common.figures import Figure
from mentoring.coaching.models import Engagement
from mentoring.visits.figures import hours_figure
from mentoring.visits.metrics import minutes_by_month
from mentoring.visits.models import Visit
from mentoring.visits.queries import office
from mentoring.visits.queries.engagements import FLAGS
from mentoring.visits.queries.visits import SENT


def todo(user: User, centre: Centre) -> list[Pile]:
    return [*_logs(user, centre), *_engagements(user, centre)]


def figures(centre: Centre) -> list[Figure]:
    return [hours_figure(minutes_by_month(centre))]


def _logs(user: User, centre: Centre) -> list[Pile]:
    rows = Visit.objects.visible_to(user).filter(centre=centre, state__in=SENT)
    labels: dict[str, str | Promise] = {
        "urgent": _("Communities that need a quick call"),
        "objected": _("Visit logs with an objection"),
        "late": _("Visit logs that confirm themselves within two days"),
    }
    return [
        Pile(rows.filter(office.FILTERS[key][1]()), label, "office_visits", f"?show={key}", key != "late")
        for key, label in labels.items()
    ]


def _engagements(user: User, centre: Centre) -> list[Pile]:
    rows = Engagement.objects.visible_to(user).filter(centre=centre)
    return [
        Pile(rows.filter(condition()), label, "office_engagements", f"?flag={key}", key == "term")
        for key, (label, condition) in FLAGS.items()
    ]
