"""On which days a coaching was under way, as its log of steps tells."""

from datetime import date

from django.db.models import Q

from lms.common import clock
from lms.common.records import statelog
from mentoring.coaching.enums import OPEN_ENGAGEMENT, EngagementState
from mentoring.coaching.models import Engagement

_G = EngagementState


def was_under_way(engagement: Engagement, day: date) -> bool:
    """Whatever became of it since. The days on which it began to rest, and went on, count: the visit may have been before or
    after that hour."""
    over = engagement.state not in OPEN_ENGAGEMENT and engagement.ends_on is None
    if over or engagement.state == _G.PLANNED:
        return False
    return not any(since < day < until for since, until in _rests(engagement))


def _rests(engagement: Engagement) -> list[tuple[date, date]]:
    """From the step that stopped it to the one with which it went on."""
    steps = statelog.history(engagement).filter(Q(from_state=_G.ACTIVE) | Q(to_state=_G.ACTIVE)).exclude(from_state="")
    rests: list[tuple[date, date]] = []
    for at, to_state in steps.order_by("at", "pk").values_list("at", "to_state"):
        day = at.astimezone(clock.SEOUL).date()
        if to_state != _G.ACTIVE:
            rests.append((day, date.max))
        elif rests:
            rests[-1] = (rests[-1][0], day)
    return rests or ([(date.min, date.max)] if engagement.state == _G.PAUSED else [])
