from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre, User
from lms.accounts.office_home import Pile, Queue
from lms.accounts.rules import may_coordinate
from lms.common.figures import Figure
from mentoring.coaching.models import Engagement
from mentoring.visits.figures import hours_figure
from mentoring.visits.metrics import minutes_by_month
from mentoring.visits.models import Confirmation, Visit
from mentoring.visits.queries import office
from mentoring.visits.queries.engagements import FLAGS, with_end_of_term
from mentoring.visits.queries.visits import SENT

OBJECTION_DAYS = 7  # as many as the community has to answer
_COMMUNITY, _SENSITIVE = "engagement__community__name", "request__sensitive"


def todo(user: User, centre: Centre) -> list[Pile]:
    return [*_logs(user, centre), *_engagements(user, centre)] if may_coordinate(user, centre) else []


def figures(centre: Centre) -> list[Figure]:
    return [hours_figure(minutes_by_month(centre))]


def _logs(user: User, centre: Centre) -> list[Pile]:
    rows = Visit.objects.visible_to(user).filter(centre=centre, state__in=SENT)
    labels: dict[str, str | Promise] = {
        "urgent": _("Communities that need a quick call"),
        "objected": _("Visit logs with an objection"),
        "late": _("Visit logs that confirm themselves within two days"),
    }
    queues = {
        "urgent": Queue(_COMMUNITY, "submitted_at", "office_visit", within=0),
        "objected": Queue(_COMMUNITY, "objected_at", "office_visit", within=OBJECTION_DAYS),
    }
    answers = Confirmation.objects.filter(visit=OuterRef("pk")).order_by("-at", "-pk")
    rows = rows.annotate(objected_at=Coalesce(Subquery(answers.values("at")[:1]), F("submitted_at")))
    return [
        Pile(
            rows.filter(office.FILTERS[key][1]()),
            label,
            "office_visits",
            f"?show={key}",
            urgent=key != "late",
            queue=queues.get(key),
            sensitive=f"engagement__{_SENSITIVE}",
        )
        for key, label in labels.items()
    ]


def _engagements(user: User, centre: Centre) -> list[Pile]:
    rows = Engagement.objects.visible_to(user).filter(centre=centre)
    queues = {"term": Queue("community__name", "term_over_on", "office_engagement")}
    return [
        Pile(
            with_end_of_term(rows.filter(condition())) if key in queues else rows.filter(condition()),
            label,
            "office_engagements",
            f"?flag={key}",
            urgent=key == "term",
            queue=queues.get(key),
            sensitive=_SENSITIVE,
        )
        for key, (label, condition) in FLAGS.items()
    ]
