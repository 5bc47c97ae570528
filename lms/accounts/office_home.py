"""What the office's home shows of topics that know nothing of each other: they register it in `AppConfig.ready`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from lms.accounts.models import Centre, User
from lms.common.figures import Figure
from lms.common.registry import Registry


@dataclass(frozen=True)
class Queue:
    """How rows of a pile stand in the queue of all: as lookups, whose they are, since when they wait, and the id that the
    address of their page takes. `within` are the days in which one ought to be answered."""

    who: str
    since: str
    page: str
    key: str = "pk"
    within: int | None = None
    sensitive: str = ""


@dataclass(frozen=True)
class Todo:
    label: str | Promise
    count: int
    url: str
    urgent: bool = False
    rows: QuerySet[Any] | None = None
    queue: Queue | None = None


@dataclass(frozen=True)
class Pile:
    """Rows that wait, and the page that lists them. All piles are counted in one query, so that the page stays quick."""

    rows: QuerySet[Any]
    label: str | Promise
    page: str
    query: str = ""
    urgent: bool = False
    queue: Queue | None = None


# Each gives a person only what that person may do.
TODOS: Registry[Callable[[User, Centre], Iterable[Todo | Pile]]] = Registry("what the office has to do")
FIGURES: Registry[Callable[[Centre], Iterable[Figure]]] = Registry("the office in pictures")


@dataclass(frozen=True)
class Step:
    """One of the things that a centre begins with. `done` is asked of the centre's row, of all steps in one query; `url` is
    where this person does it, and where that is nowhere, `who` says who does."""

    title: str | Promise
    what_for: str | Promise
    done: Q
    url: str
    who: str | Promise


FIRST_STEPS: Registry[Callable[[User, Centre], Step]] = Registry("what a centre begins with")
