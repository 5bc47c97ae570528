"""What each topic says of people's data: what it keeps, erases and destroys, and what it does about consents.

It stands in that topic's `own_data`, `erasure` and `retention`, and is added here in its `AppConfig.ready`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from lms.accounts.models import User
from lms.common.integrity.triggers import destroying
from lms.common.registry import Registry
from lms.privacy.enums import Purpose, Term

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
else:
    _StrPromise = Any

# ── own data

Value = str | int | bool | date | datetime | None
Row = Mapping[str, Any]  # label in the reader's language → a Value


@dataclass(frozen=True)
class OwnData:
    """`items` and `why` stand in the privacy policy, too; `until` is asked anew, because terms are settings."""

    label: _StrPromise
    items: _StrPromise
    why: _StrPromise
    until: Callable[[], str]
    rows: Callable[[User], Sequence[Row]]
    applies: Callable[[], bool] = lambda: True  # what this site neither asks nor keeps is not listed


OWN_DATA: Registry[OwnData] = Registry("own data")

# ── erasure


@dataclass(frozen=True)
class Duty:
    """What the person has to end first, and where."""

    text: str
    path: str = ""


@dataclass(frozen=True)
class Erasure:
    """`duties` names what is still open; `erase` runs in the transaction of the erasure and may be run again."""

    duties: Callable[[User], Iterable[Duty]] = lambda person: ()
    erase: Callable[[User], object] = lambda person: None


# Corps first: its rows are locked before visits and offers (0004). Invitations are found by the addresses that `lms.signin`
# erases last.
ERASURE: Registry[Erasure] = Registry("erasure")

# ── retention


@dataclass(frozen=True)
class Retention:
    """`due` is what is older than the moment; `destroy` makes such rows go and may be run again. Without a `term` it is due
    now; `centre` is the way from a row to the centre whose term it is."""

    term: Term | None
    due: Callable[[datetime], Any]  # rows, or files that are counted like rows
    destroy: Callable[[Any, datetime], object]
    centre: str = ""


RETENTION: Registry[Retention] = Registry("retention")


def deleting(term: Term | None, due: Callable[[datetime], models.QuerySet[Any]], *, centre: str = "") -> Retention:
    """Rows that simply go."""
    return Retention(term, due, lambda rows, before: rows.delete(), centre)


def deleting_log(term: Term, model: type[models.Model], due: Callable[[datetime], models.QuerySet[Any]]) -> Retention:
    """Rows of an append-only table, which go with a permit."""

    def destroy(rows: models.QuerySet[Any], before: datetime) -> None:
        with destroying(model, older_than=before):
            rows.delete()

    return Retention(term, due, destroy)


# ── consents


@dataclass(frozen=True)
class Withdrawal:
    """What a topic does in the same transaction when somebody takes this consent back."""

    purpose: Purpose
    act: Callable[[User], object]


ON_WITHDRAWAL: Registry[Withdrawal] = Registry("effects of a withdrawal")
CONCERNED: Registry[Callable[[User], bool]] = Registry("whom a purpose concerns")  # by purpose
