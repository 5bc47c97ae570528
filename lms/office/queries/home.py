"""What the office has to do today: counts that lead to filtered lists. What is nothing is not shown.

All piles and numbers are scalar subqueries of one query, so that the page stays quick with everything on it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise

from lms.accounts.models import Centre, User
from lms.accounts.office_home import TODOS, Pile, Queue, Todo
from lms.common import clock
from lms.common.counting import number_of
from mentoring.coaching.enums import OPEN_ENGAGEMENT
from mentoring.coaching.models import Engagement
from mentoring.communities.metrics import coached, communities
from mentoring.corps.models import ExpertProfile

MOST_LINES = 15  # of the queue; the piles lead to the rest


@dataclass(frozen=True)
class Line:
    """One thing that waits for the office."""

    label: str | Promise
    who: str
    since: date
    due: date | None
    url: str
    sensitive: bool

    @property
    def days(self) -> int:
        return (clock.today() - self.since).days

    @property
    def late(self) -> bool:
        return self.due is not None and self.due < clock.today()


@dataclass(frozen=True)
class OfficeHome:
    todos: list[Todo]
    queue: list[Line]
    communities: int
    coached: int
    experts: int
    places: int
    places_taken: int


def home(user: User, centre: Centre) -> OfficeHome:
    told = {f"todo{number}": one for number, one in enumerate(_told(user, centre))}
    piles = {name: number_of(one.rows) for name, one in told.items() if isinstance(one, Pile)}
    found = _counted(centre, piles | _figures(centre))
    return OfficeHome(
        # What is urgent stands first, whichever topic it comes from.
        todos=sorted(_todos(told, found), key=lambda todo: not todo.urgent),
        queue=_queue(told.values()),
        **{name: found[name] for name in ("communities", "coached", "experts", "places", "places_taken")},
    )


def _told(user: User, centre: Centre) -> list[Todo | Pile]:
    return [one for provider in TODOS.values() for one in provider(user, centre)]


def _queue(told: Iterable[Todo | Pile]) -> list[Line]:
    """The oldest first, whatever it is; one query for each kind."""
    lines = [
        line for one in told if one.queue and one.rows is not None for line in _lines(one.label, one.rows, one.queue)
    ]
    return sorted(lines, key=lambda line: line.since)[:MOST_LINES]


def _lines(label: str | Promise, rows: QuerySet[Any], queue: Queue) -> Iterator[Line]:
    oldest = rows.order_by(queue.since, "pk").values(
        queue.key, queue.who, queue.since, *filter(None, [queue.sensitive])
    )
    for row in oldest[:MOST_LINES]:
        since = _day(row[queue.since])
        yield Line(
            label=label,
            who=row[queue.who],
            since=since,
            due=since + timedelta(days=queue.within) if queue.within is not None else None,
            url=reverse(queue.page, args=[row[queue.key]]),
            sensitive=bool(queue.sensitive and row[queue.sensitive]),
        )


def _day(moment: date | datetime) -> date:
    return moment.astimezone(clock.SEOUL).date() if isinstance(moment, datetime) else moment


def _todos(told: Mapping[str, Todo | Pile], found: Mapping[str, int]) -> Iterator[Todo]:
    for name, one in told.items():
        if isinstance(one, Todo):
            yield one
        elif count := found[name]:
            yield Todo(one.label, count, reverse(one.page) + one.query, one.urgent)


def _counted(centre: Centre, counts: dict[str, Coalesce]) -> dict[str, int]:
    # The prefix keeps them from the model's own names.
    named = {f"n_{name}": count for name, count in counts.items()}
    row = Centre.objects.filter(pk=centre.pk).annotate(**named).values(*named).get()
    return {name: row[f"n_{name}"] for name in counts}


def _figures(centre: Centre) -> dict[str, Coalesce]:
    experts = ExpertProfile.objects.in_term().filter(centre=centre)
    under_way = Engagement.objects.filter(centre=centre, state__in=OPEN_ENGAGEMENT)
    return {
        "communities": number_of(communities(centre)),
        "coached": number_of(coached(communities(centre))),
        "experts": number_of(experts),
        "places": number_of(experts, Sum("capacity")),
        "places_taken": number_of(under_way),
    }
