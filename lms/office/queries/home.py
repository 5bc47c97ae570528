"""What the office has to do today: counts that lead to filtered lists. What is nothing is not shown.

All piles and numbers are scalar subqueries of one query, so that the page stays quick with everything on it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

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
    found = _counted(centre, _numbers(told) | _figures(centre))
    return OfficeHome(
        # What is urgent stands first, whichever topic it comes from.
        todos=sorted(_todos(told, found), key=lambda todo: not todo.urgent),
        queue=_queue(one for name, one in told.items() if found.get(name, 1)),
        **{name: found[name] for name in ("communities", "coached", "experts", "places", "places_taken")},
    )


def _told(user: User, centre: Centre) -> list[Todo | Pile]:
    return [one for provider in TODOS.values() for one in provider(user, centre)]


def _numbers(told: Mapping[str, Todo | Pile]) -> dict[str, Coalesce]:
    """Of each pile how many wait, and how many of these are sensitive."""
    piles = {name: one for name, one in told.items() if isinstance(one, Pile)}
    sensitive = {
        _sensitive(name): number_of(one.rows.filter(**{one.sensitive: True}))
        for name, one in piles.items()
        if one.sensitive
    }
    return {name: number_of(one.rows) for name, one in piles.items()} | sensitive


def _sensitive(name: str) -> str:
    return f"{name}_sensitive"


def _queue(told: Iterable[Todo | Pile]) -> list[Line]:
    """The oldest first, whatever it is; one query for each kind of which there is any."""
    lines = [
        line
        for one in told
        if one.queue and one.rows is not None
        for line in _lines(one.label, one.rows, one.queue, one.sensitive if isinstance(one, Pile) else "")
    ]
    return sorted(lines, key=lambda line: line.since)[:MOST_LINES]


def _lines(label: str | Promise, rows: QuerySet[Any], queue: Queue, sensitive: str) -> Iterator[Line]:
    columns = {queue.who, queue.since, *queue.keys, *queue.query.values(), *filter(None, [sensitive])}
    for row in rows.order_by(queue.since, "pk").values(*columns)[:MOST_LINES]:
        since, due = _days(queue, _day(row[queue.since]))
        yield Line(
            label=label,
            who=row[queue.who],
            since=since,
            due=due,
            url=_address(queue, row),
            sensitive=bool(sensitive and row[sensitive]),
        )


def _days(queue: Queue, day: date) -> tuple[date, date | None]:
    """Since when it waits, and until when it ought to be done."""
    if queue.ahead is not None:
        return day - timedelta(days=queue.ahead), day
    return day, day + timedelta(days=queue.within) if queue.within is not None else None


def _address(queue: Queue, row: Mapping[str, Any]) -> str:
    path = reverse(queue.page, args=[row[key] for key in queue.keys])
    query = urlencode({name: row[lookup] for name, lookup in queue.query.items()})
    return f"{path}?{query}" if query else path


def _day(moment: date | datetime) -> date:
    return moment.astimezone(clock.SEOUL).date() if isinstance(moment, datetime) else moment


def _todos(told: Mapping[str, Todo | Pile], found: Mapping[str, int]) -> Iterator[Todo]:
    for name, one in told.items():
        if isinstance(one, Todo):
            yield one
        elif count := found[name]:
            sensitive = found.get(_sensitive(name), 0)
            yield Todo(one.label, count, reverse(one.page) + one.query, one.urgent, sensitive=sensitive)


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
