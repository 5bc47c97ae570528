"""What is kept about a person, topic by topic. Each app registers its own topics in `AppConfig.ready`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from lms.common.registry import Registry
from lms.common.text.korean import ko_date, ko_dt

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from lms.accounts.models import User
else:
    _StrPromise = User = Any

Value = str | int | bool | date | datetime | None
Row = Mapping[str, Any]  # label in the reader's language → a Value


@dataclass(frozen=True)
class DataTopic:
    """`items` and `why` stand in the privacy policy, too; `until` is asked anew, because terms are settings."""

    key: str
    label: _StrPromise
    items: _StrPromise
    why: _StrPromise
    until: Callable[[], str]
    rows: Callable[[User], Sequence[Row]]
    order: int = 100
    applies: Callable[[], bool] = lambda: True  # what this site neither asks nor keeps is not listed


TOPICS: Registry[DataTopic] = Registry("topics of one's own data")


def topics() -> list[DataTopic]:
    return [topic for topic in TOPICS.values() if topic.applies()]


def shown(value: Value) -> str:
    """A plain value as people read it."""
    match value:
        case None | "":
            return "–"
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return ko_dt(value, "table")
        case date():
            return ko_date(value, "table")
        case _:
            return str(value)


@dataclass(frozen=True)
class Kept:
    """One topic with what is kept about one person."""

    topic: DataTopic
    rows: Sequence[Row]

    @property
    def until(self) -> str:
        return self.topic.until()

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        return [[(label, shown(value)) for label, value in row.items()] for row in self.rows]


def kept_about(person: User) -> list[Kept]:
    return [Kept(topic, topic.rows(person)) for topic in topics()]
