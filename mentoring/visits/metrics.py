"""Every figure about visits over many of them, once, counted by the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import (
    Case,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce, TruncMonth

from lms.accounts.models import Centre, User
from lms.common import clock
from mentoring.coaching.enums import EngagementState
from mentoring.communities.enums import CommunityState
from mentoring.visits.enums import UNANSWERED, VisitState
from mentoring.visits.models import Visit

QUIET_DAYS = 30

MONTHS = 12

LENGTH = ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField())

# Only what took place and was confirmed counts; a visit that fell through is confirmed too, but has no hours.
COUNTS = Q(state=VisitState.CONFIRMED, no_show_side="")

# What still can become confirmed.
WAITING = Q(state__in=UNANSWERED, no_show_side="")


def month_of(day: date) -> Q:
    """Visits that began in the month of that day, in Seoul."""
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return Q(starts_at__gte=_midnight(first), starts_at__lt=_midnight(following))


def confirmed() -> QuerySet[Visit]:
    return Visit.objects.filter(COUNTS)


def minutes(rows: QuerySet[Visit]) -> int:
    """Whole minutes of these visits, from their intervals."""
    total: timedelta | None = rows.order_by().aggregate(total=Sum(LENGTH))["total"]
    return _whole(total)


def minutes_of_person(person: User, month: date) -> int:
    return minutes(confirmed().filter(month_of(month), expert__person=person))


def quiet() -> Q:
    """Engagements under way for 30 days or more, and for 30 days without a visit. Resting communities don't count."""
    since = clock.today() - timedelta(days=QUIET_DAYS)
    visits = Visit.objects.filter(took_place(), engagement=OuterRef("pk"), starts_at__gte=_midnight(since))
    under_way = Q(state=EngagementState.ACTIVE, starts_on__lte=since, community__state=CommunityState.ACTIVE)
    return under_way & ~Q(Exists(visits))


def took_place(prefix: str = "") -> Q:
    """Logged as held, whether or not it was answered yet."""
    held = [VisitState.SUBMITTED, VisitState.OBJECTED, VisitState.CONFIRMED]
    return Q(**{f"{prefix}state__in": held, f"{prefix}no_show_side": ""})


def place_by_date() -> Case:
    """Which visit of its coaching it was: those that took place, by their hour, whenever they were logged."""
    earlier = Visit.objects.filter(took_place(), engagement=OuterRef("engagement"), starts_at__lt=OuterRef("starts_at"))
    count = earlier.order_by().values("engagement").annotate(rows=Count("pk")).values("rows")
    return Case(When(took_place(), then=Coalesce(Subquery(count), 0) + 1), output_field=IntegerField())


@dataclass(frozen=True)
class Month:
    first: date
    minutes: int


def minutes_by_month(centre: Centre) -> list[Month]:
    """Twelve months, the running one last; months without a visit are there with nothing."""
    this = clock.today().replace(day=1)
    firsts = [_months_before(this, ago) for ago in reversed(range(MONTHS))]
    rows = confirmed().filter(centre=centre, starts_at__gte=_midnight(firsts[0])).order_by()
    of_month = rows.annotate(month=TruncMonth("starts_at", tzinfo=clock.SEOUL)).values("month")
    minutes_of = {row["month"].date(): row["total"] for row in of_month.annotate(total=Sum(LENGTH))}
    return [Month(first, _whole(minutes_of.get(first))) for first in firsts]


def _months_before(first: date, number: int) -> date:
    years, month = divmod(first.year * 12 + first.month - 1 - number, 12)
    return date(years, month + 1, 1)


def total(rows: Iterable[Visit]) -> int:
    """The same sum for rows that are at hand already."""
    return sum(row.minutes for row in rows)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.SEOUL)


def _whole(total: timedelta | None) -> int:
    return int(total.total_seconds() // 60) if total else 0
