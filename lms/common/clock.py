"""The one clock. Dates are judged in Asia/Seoul, wherever the server stands; tests move it with `at`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

SEOUL = ZoneInfo("Asia/Seoul")
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    return (_frozen.get() or timezone.now()).astimezone(SEOUL)


def today() -> date:
    return now().date()


def seoul(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SEOUL)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Everything inside believes that it is `moment` (aware)."""
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)
