"""What the office has to do today: counts that lead to filtered lists. What is nothing is not shown.

All counts of coaching are scalar subqueries of one query, so that the page stays quick with everything on it.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre, User
from lms.common.counting import number_of
from lms.office.queries.courses import Todo
from lms.office.queries.courses import todo as todo_of_courses
from mentoring.coaching.enums import OPEN_ENGAGEMENT
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.coaching.queries.requests import GROUPS
from mentoring.communities.metrics import coached, communities
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment, ExpertProfile
from mentoring.corps.queries.appointments import renewals_due
from mentoring.visits.models import Visit
from mentoring.visits.queries import office
from mentoring.visits.queries.engagements import FLAGS
from mentoring.visits.queries.visits import SENT


@dataclass(frozen=True)
class OfficeHome:
    todos: list[Todo]
    communities: int
    coached: int
    experts: int
    places: int
    places_taken: int


@dataclass(frozen=True)
class _Pile:
    """Rows that wait, and the page that lists them."""

    rows: QuerySet[Any]
    label: str | Promise
    page: str
    query: str
    urgent: bool = False


def home(user: User, centre: Centre) -> OfficeHome:
    piles = [*_requests(user, centre), *_logs(user, centre), *_engagements(user, centre), *_appointments(centre)]
    found = _counted(
        centre, {f"pile{number}": number_of(pile.rows) for number, pile in enumerate(piles)} | _figures(centre)
    )
    mine = [
        Todo(pile.label, found[f"pile{number}"], reverse(pile.page) + pile.query, pile.urgent)
        for number, pile in enumerate(piles)
        if found[f"pile{number}"]
    ]
    # What is urgent stands first, whichever half it comes from.
    todos = [*mine, *todo_of_courses(user, centre)]
    return OfficeHome(
        todos=sorted(todos, key=lambda todo: not todo.urgent),
        **{name: found[name] for name in ("communities", "coached", "experts", "places", "places_taken")},
    )


def _counted(centre: Centre, counts: dict[str, Coalesce]) -> dict[str, int]:
    # The prefix keeps them from the model's own names.
    named = {f"n_{name}": count for name, count in counts.items()}
    row = Centre.objects.filter(pk=centre.pk).annotate(**named).values(*named).get()
    return {name: row[f"n_{name}"] for name in counts}


def _figures(centre: Centre) -> dict[str, Coalesce]:
    experts = ExpertProfile.objects.in_term().filter(centre=centre)
    under_way = Engagement.objects.filter(centre=centre, state__in=OPEN_ENGAGEMENT)
    return {
        "communities": number_of(communities(centre)),
        "coached": number_of(coached(communities(centre))),
        "experts": number_of(experts),
        "places": number_of(experts, Sum("capacity")),
        "places_taken": number_of(under_way),
    }


def _requests(user: User, centre: Centre) -> list[_Pile]:
    rows = CoachingRequest.objects.visible_to(user).filter(centre=centre, submitted_at__isnull=False)
    labels: dict[str, str | Promise] = {
        "waiting": _("Waiting to be matched"),
        "offering": _("Offered, no answer yet"),
        "waitlisted": _("Requests on the waiting list"),
    }
    return [
        _Pile(rows.filter(state__in=GROUPS[key][1]), label, "office_requests", f"?group={key}", key == "waiting")
        for key, label in labels.items()
    ]


def _logs(user: User, centre: Centre) -> list[_Pile]:
    rows = Visit.objects.visible_to(user).filter(centre=centre, state__in=SENT)
    labels: dict[str, str | Promise] = {
        "urgent": _("Communities that need a quick call"),
        "objected": _("Visit logs with an objection"),
        "late": _("Visit logs that confirm themselves within two days"),
    }
    return [
        _Pile(rows.filter(office.FILTERS[key]()), label, "office_visits", f"?show={key}", key != "late")
        for key, label in labels.items()
    ]


def _engagements(user: User, centre: Centre) -> list[_Pile]:
    rows = Engagement.objects.visible_to(user).filter(centre=centre)
    return [
        _Pile(rows.filter(condition()), label, "office_engagements", f"?flag={key}", key == "term")
        for key, (label, condition) in FLAGS.items()
    ]


def _appointments(centre: Centre) -> list[_Pile]:
    offered = Appointment.objects.filter(centre=centre, state=AppointmentState.OFFERED)
    return [
        _Pile(renewals_due(centre), _("Appointments that end within 90 days"), "office_appointments", "#h-renewals"),
        _Pile(offered, _("Appointments offered, no answer yet"), "office_appointments", "?state=offered"),
    ]
