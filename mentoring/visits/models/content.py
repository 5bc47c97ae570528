"""What a log says of a visit, listed once.

The form fills these fields, the domain writes and compares them, the database freezes those of an answered log, and the
form of a next writing begins with them: each goes through the fields, none names them again.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from mentoring.visits.enums import Health, Side, VisitMode


@dataclass(frozen=True, kw_only=True)
class _InRow:
    """What stands in the log's own row, each under the name of its column."""

    starts_at: datetime
    ends_at: datetime
    mode: str = VisitMode.VISIT
    place: str = ""
    attendees: int = 0
    content: str = ""
    problems: str = ""
    advice: str = ""
    next_on: date | None = None
    health: str = Health.GOOD


@dataclass(frozen=True, kw_only=True)
class VisitContent(_InRow):
    """And what stands in rows beside it. `topics` and `settled`, the earlier steps that are done now, are ids."""

    topics: frozenset[int] = frozenset()
    next_step: str = ""
    next_owner: str = Side.COMMUNITY
    settled: frozenset[int] = frozenset()
    private_note: str = ""

    def __post_init__(self) -> None:
        if not self.next_step:  # what nobody has to do is nobody's: two logs without a step say the same
            object.__setattr__(self, "next_owner", Side.COMMUNITY)

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at


IN_ROW = tuple(one.name for one in fields(_InRow))
CONTENT = tuple(one.name for one in fields(VisitContent))
