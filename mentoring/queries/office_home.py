"""What the office has to do today: counts that lead to filtered lists. What is nothing is not shown."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre, User
from lms.common import clock
from lms.common.sections import url_of
from mentoring.enums import OPEN_ENGAGEMENT, OPEN_PROPOSAL, VisitState
from mentoring.models import (
    CoachingRequest,
    CoachingSession,
    Community,
    Engagement,
    ExpertProfile,
    MatchProposal,
)
from mentoring.queries.appointments import pile_counts, renewals_due
from mentoring.queries.engagements import FLAGS
from mentoring.queries.requests import GROUPS


@dataclass(frozen=True)
class Todo:
    label: str | Promise
    count: int
    url: str
    urgent: bool = False


@dataclass(frozen=True)
class OfficeHome:
    todos: list[Todo]
    communities: int
    coached: int
    experts: int
    places: int
    places_taken: int


def home(user: User, centre: Centre) -> OfficeHome:
    todos = [*_requests(user, centre), *_logs(user, centre), *_engagements(user, centre), *_appointments(centre)]
    experts = ExpertProfile.objects.in_term().filter(centre=centre).aggregate(n=Count("pk"), places=Sum("capacity"))
    open_rows = Engagement.objects.filter(centre=centre, state__in=OPEN_ENGAGEMENT)
    coached = open_rows.aggregate(communities=Count("community", distinct=True), n=Count("pk"))
    asked = MatchProposal.objects.filter(centre=centre, state__in=OPEN_PROPOSAL).count()
    return OfficeHome(
        todos=[todo for todo in todos if todo.count],
        communities=Community.objects.public().filter(centre=centre).count(),
        coached=coached["communities"],
        experts=experts["n"],
        places=experts["places"] or 0,
        places_taken=coached["n"] + asked,
    )


def _requests(user: User, centre: Centre) -> list[Todo]:
    rows = CoachingRequest.objects.visible_to(user).filter(centre=centre, submitted_at__isnull=False)
    counted = ("waiting", "offering", "waitlisted")
    counts = rows.aggregate(**{key: Count("pk", filter=Q(state__in=GROUPS[key][1])) for key in counted})
    url = reverse("office_requests")
    labels: dict[str, Any] = {
        "waiting": _("Waiting to be matched"),
        "offering": _("Offered, no answer yet"),
        "waitlisted": _("On the waiting list"),
    }
    return [Todo(labels[key], counts[key], f"{url}?group={key}", urgent=key == "waiting") for key in counted]


def _logs(user: User, centre: Centre) -> list[Todo]:
    rows = CoachingSession.objects.visible_to(user).filter(centre=centre)
    soon = clock.now() + timedelta(days=2)
    counts = rows.aggregate(
        objected=Count("pk", filter=Q(state=VisitState.OBJECTED)),
        late=Count("pk", filter=Q(state=VisitState.SUBMITTED, confirm_by__lte=soon)),
    )
    url = url_of("office_logs")
    if url is None:
        return []
    return [
        Todo(_("Visit logs with an objection"), counts["objected"], f"{url}?show=objected", urgent=True),
        Todo(_("Visit logs that confirm themselves within two days"), counts["late"], f"{url}?show=late"),
    ]


def _engagements(user: User, centre: Centre) -> list[Todo]:
    rows = Engagement.objects.visible_to(user).filter(centre=centre)
    # The conditions are subqueries over the same rows, so that one query counts them all.
    counts = rows.aggregate(**{key: Count("pk", filter=condition()) for key, (_label, condition) in FLAGS.items()})
    url = reverse("office_engagements")
    return [Todo(label, counts[key], f"{url}?flag={key}", urgent=key == "term") for key, (label, _c) in FLAGS.items()]


def _appointments(centre: Centre) -> list[Todo]:
    url = reverse("office_appointments")
    return [
        Todo(_("Appointments that end within 90 days"), renewals_due(centre).count(), f"{url}#renewals"),
        Todo(_("Appointments offered, no answer yet"), pile_counts(centre)["offered"], f"{url}?state=offered"),
    ]
