"""The sample data has fixed dates; the sample world moves them so that its "today" is the real one."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from lms.common import clock

AS_OF = date(2026, 11, 22)


def day(offset: int) -> date:
    """So many days from the real today, also while `clock.at` tells a part of the story in the past."""
    return timezone.localdate(timezone=clock.SEOUL) + timedelta(days=offset)


def moved(iso: str) -> date:
    """A date of the data, as many days from today as it was from the data's own today."""
    return day((date.fromisoformat(iso) - AS_OF).days)


def at(when: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(when, time(hour, minute), tzinfo=clock.SEOUL)
