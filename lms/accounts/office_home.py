"""What the office's home shows of topics that know nothing of each other: they register it in `AppConfig.ready`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from lms.accounts.models import Centre, User
from lms.common.figures import Figure
from lms.common.registry import Registry


@dataclass(frozen=True)
class Queue:
    """How rows of a pile stand in the queue of all: as lookups, whose they are, since when they wait, and the ids that the
    address of the page takes on which the thing is done, in its path and as its query. `within` are the days in which one
    ought to be answered. Of what has a last day instead, `since` names that day, and it waits from `ahead` days before."""

    who: str
    since: str
    page: str
    keys: tuple[str, ...] = ("pk",)
    query: Mapping[str, str] = field(default_factory=dict)
    within: int | None = None
    ahead: int | None = None


@dataclass(frozen=True)
class Todo:
    label: str | Promise
    count: int
    url: str
    urgent: bool = False
    rows: QuerySet[Any] | None = None
    queue: Queue | None = None
    sensitive: int = 0  # so many of them


@dataclass(frozen=True)
class Pile:
    """Rows that wait, and the page that lists them. All piles are counted in one query, so that the page stays quick, with
    how many are sensitive where `sensitive` is the lookup that tells."""

    rows: QuerySet[Any]
    label: str | Promise
    page: str
    query: str = ""
    urgent: bool = False
    queue: Queue | None = None
    sensitive: str = ""


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
