"""Visit logs as the office follows them up."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.common import clock
from lms.common.models import StateChange
from lms.common.records import statelog
from mentoring.visits.enums import Health, VisitState
from mentoring.visits.metrics import took_place
from mentoring.visits.models import PrivateNote, Visit

SOON = timedelta(days=2)
LOOK_BACK = timedelta(days=60)


def _late() -> Q:
    """Time for a call, before the clock confirms."""
    return Q(state=VisitState.SUBMITTED, confirm_by__lte=clock.now() + SOON)


def _of_health(health: Health) -> Q:
    """Recent logs of visits that took place: what a community needed long ago was dealt with or has passed."""
    return Q(took_place(), health=health, starts_at__gte=clock.now() - LOOK_BACK)


FILTERS: dict[str, tuple[str | Promise, Callable[[], Q]]] = {
    "objected": (_("Objections"), lambda: Q(state=VisitState.OBJECTED)),
    "late": (_("Answer overdue"), _late),
    "help": (_("Needs help"), lambda: _of_health(Health.HELP)),
    "urgent": (_("Needs a quick call"), lambda: _of_health(Health.URGENT)),
}


def has_note(visit: Visit) -> bool:
    return PrivateNote.objects.filter(visit=visit).exclude(text="").exists()


def history(visit: Visit) -> QuerySet[StateChange]:
    return statelog.history(visit)
