"""An expert's arranged visits by week, and the hours of a month."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from lms.accounts.models import User
from lms.common import clock
from mentoring.coaching.enums import EngagementState
from mentoring.corps.models import ExpertProfile
from mentoring.visits import metrics
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit


def arranged(user: User) -> QuerySet[Visit]:
    rows = Visit.objects.own(user).filter(
        state=VisitState.SCHEDULED, engagement__state__in=[EngagementState.PLANNED, EngagementState.ACTIVE]
    )
    return rows.select_related("engagement__community").order_by("starts_at", "pk")


def arranged_by_week(user: User) -> list[tuple[date, list[Visit]]]:
    """Monday → the visits of its week, from a month ago on."""
    weeks: dict[date, list[Visit]] = {}
    for visit in arranged(user).filter(starts_at__gte=clock.now() - timedelta(days=31)):
        day = visit.starts_at.astimezone(clock.SEOUL).date()
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(visit)
    return list(weeks.items())


@dataclass(frozen=True)
class Statement:
    """What is confirmed of one month; what isn't yet is told apart and not added."""

    month: date
    counted: list[Visit]
    waiting: list[Visit]
    minutes: int


def statement(expert: ExpertProfile, month: date) -> Statement:
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
