"""What is kept about one person, as every topic tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common.text.korean import ko_date, ko_dt
from lms.privacy.registries import OWN_DATA, OwnData, Row, Value


@dataclass(frozen=True)
class Kept:
    """One kind of data with what it says of one person."""

    key: str
    data: OwnData
    rows: Sequence[Row]

    @property
    def until(self) -> str:
        return self.data.until()

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        return [[(label, _shown(value)) for label, value in row.items()] for row in self.rows]


def kept_about(person: User) -> list[Kept]:
    return [Kept(key, data, data.rows(person)) for key, data in OWN_DATA.items() if data.applies()]


def kept_here() -> list[OwnData]:
    """Of everybody, for the privacy policy."""
    return [data for data in OWN_DATA.values() if data.applies()]


def _shown(value: Value) -> str:
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
