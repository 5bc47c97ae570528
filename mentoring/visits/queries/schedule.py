"""An expert's arranged visits, by week."""

from datetime import date, timedelta

from django.db.models import QuerySet

from lms.accounts.models import User
from lms.common import clock
from mentoring.coaching.enums import GOES_ON
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit


def arranged(user: User) -> QuerySet[Visit]:
    rows = Visit.objects.own(user).filter(state=VisitState.SCHEDULED, engagement__state__in=GOES_ON)
    return rows.select_related("engagement__community").order_by("starts_at", "pk")


def arranged_by_week(user: User) -> list[tuple[date, list[Visit]]]:
    """Monday → the visits of its week, from a month ago on."""
    weeks: dict[date, list[Visit]] = {}
    for visit in arranged(user).filter(starts_at__gte=clock.now() - timedelta(days=31)):
        day = visit.starts_at.astimezone(clock.SEOUL).date()
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(visit)
    return list(weeks.items())
