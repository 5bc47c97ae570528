"""What a month of an expert's visits comes to: the hours that are paid."""

from dataclasses import dataclass
from datetime import date, timedelta

from lms.common import clock
from mentoring.corps.models import ExpertProfile
from mentoring.visits import metrics
from mentoring.visits.models import Visit


@dataclass(frozen=True)
class Statement:
    """What is confirmed of one month; what isn't yet is told apart and not added."""

    month: date
    counted: list[Visit]
    waiting: list[Visit]
    minutes: int


def statement_of(expert: ExpertProfile, month: date) -> Statement:
    """Of one centre: each pays the hours that were spent for it."""
    rows = Visit.objects.filter(metrics.month_of(month), expert=expert).order_by("starts_at", "pk")
    rows = rows.select_related("engagement__community").prefetch_related("confirmations")
    counted = rows.filter(metrics.COUNTS)
    return Statement(month, list(counted), list(rows.filter(metrics.WAITING)), metrics.minutes(counted))


def months_around(month: date) -> tuple[date, date | None]:
    """The month before, and the one after unless it hasn't begun."""
    before = (month - timedelta(days=1)).replace(day=1)
    after = (month + timedelta(days=32)).replace(day=1)
    return before, after if after <= clock.today() else None
