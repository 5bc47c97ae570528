"""Visit logs as the office follows them up."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from lms.accounts.models import Centre, User
from lms.common import clock
from lms.common.models import StateChange
from lms.common.records import statelog
from mentoring.visits.enums import Health, VisitState
from mentoring.visits.metrics import took_place
from mentoring.visits.models import PrivateNote, Visit
from mentoring.visits.queries.visits import SENT

SOON = timedelta(days=2)
LOOK_BACK = timedelta(days=60)


def _late() -> Q:
    """Time for a call, before the clock confirms."""
    return Q(state=VisitState.SUBMITTED, confirm_by__lte=clock.now() + SOON)


def _of_health(health: Health) -> Q:
    """Recent logs of visits that took place: what a community needed long ago was dealt with or has passed."""
    return Q(took_place(), health=health, starts_at__gte=clock.now() - LOOK_BACK)


FILTERS: dict[str, Callable[[], Q]] = {
    "objected": lambda: Q(state=VisitState.OBJECTED),
    "late": _late,
    "help": lambda: _of_health(Health.HELP),
    "urgent": lambda: _of_health(Health.URGENT),
}


def sent_logs(user: User, centre: Centre, pile: str = "", text: str = "") -> QuerySet[Visit]:
    rows = Visit.objects.visible_to(user).filter(centre=centre, state__in=SENT)
    if pile in FILTERS:
        rows = rows.filter(FILTERS[pile]())
    if text:
        rows = rows.filter(Q(engagement__community__name__icontains=text) | Q(expert__person__name__icontains=text))
    return rows.select_related("engagement__community", "expert__person").prefetch_related("confirmations")


def counts(user: User, centre: Centre) -> dict[str, int]:
    """How many lie in each pile, in one query."""
    rows = Visit.objects.visible_to(user).filter(centre=centre, state__in=SENT)
    found: dict[str, int] = rows.aggregate(
        **{name: Count("pk", filter=condition()) for name, condition in FILTERS.items()}
    )
    return found


def has_note(visit: Visit) -> bool:
    return PrivateNote.objects.filter(visit=visit).exclude(text="").exists()


def history(visit: Visit) -> QuerySet[StateChange]:
    return statelog.history(visit)
