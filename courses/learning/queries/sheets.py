"""When a sheet of attendance settles: when it is closed, or at midnight of the day on which it was last changed. Until then
its marks are provisional, and complete nobody."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db.models import BooleanField, F, Max, OuterRef, QuerySet, Subquery, Value

from courses.learning.models import Attendance, SheetClosing
from courses.runs.models import ClassSession
from lms.common import clock


@dataclass(frozen=True)
class SheetTimes:
    """The moments at which marks were entered and at which it was closed."""

    changed: list[datetime] = field(default_factory=list)
    closed: list[datetime] = field(default_factory=list)

    def settles_at(self, at: datetime) -> datetime | None:
        """The midnight at which its marks count, as long as they are provisional."""
        last = max((moment for moment in self.changed if moment <= at), default=None)
        if last is None or any(last <= moment <= at for moment in self.closed):
            return None
        midnight = midnight_after(last)
        return midnight if midnight > at else None


def sheet_times(sessions: Collection[int]) -> dict[int, SheetTimes]:
    """By class, in one query for all."""
    entered = Attendance.objects.filter(session__in=sessions).annotate(is_end=Value(False, BooleanField()))
    closings = SheetClosing.objects.filter(session__in=sessions).annotate(is_end=Value(True, BooleanField()))
    rows = entered.values_list("session_id", "recorded_at", "is_end").union(
        closings.values_list("session_id", "closed_at", "is_end")
    )
    found: dict[int, SheetTimes] = defaultdict(SheetTimes)
    for session_id, moment, is_end in rows:
        times = found[session_id]
        (times.closed if is_end else times.changed).append(moment)
    return found


def settles_at(session: ClassSession) -> datetime | None:
    """None where its marks count, or nothing is entered."""
    return sheet_times([session.pk])[session.pk].settles_at(clock.now())


def left_open(before: datetime) -> QuerySet[ClassSession]:
    """Classes whose sheet was last changed before that moment, and not closed since."""
    marks = Attendance.objects.filter(session=OuterRef("pk")).order_by().values("session")
    closings = SheetClosing.objects.filter(session=OuterRef("pk")).order_by().values("session")
    sheets = ClassSession.objects.annotate(
        changed=Subquery(marks.annotate(last=Max("recorded_at")).values("last")),
        closed=Subquery(closings.annotate(last=Max("closed_at")).values("last")),
    )
    return sheets.filter(changed__lt=before).exclude(closed__gte=F("changed"), closed__isnull=False)


def midnight_after(moment: datetime) -> datetime:
    next_day = moment.astimezone(clock.SEOUL).date() + timedelta(days=1)
    return datetime.combine(next_day, time(), tzinfo=clock.SEOUL)
