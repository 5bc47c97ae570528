"""What the office has to do today: counts that lead to filtered lists. What is nothing is not shown.

All piles and numbers are scalar subqueries of one query, so that the page stays quick with everything on it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from lms.accounts.models import Centre, User
from lms.accounts.office_home import TODOS, Pile, Todo
from lms.common.counting import number_of
from mentoring.coaching.enums import OPEN_ENGAGEMENT
from mentoring.coaching.models import Engagement
from mentoring.communities.metrics import coached, communities
from mentoring.corps.models import ExpertProfile


@dataclass(frozen=True)
class OfficeHome:
    todos: list[Todo]
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
        **{name: found[name] for name in ("communities", "coached", "experts", "places", "places_taken")},
    )


def _told(user: User, centre: Centre) -> list[Todo | Pile]:
    return [one for provider in TODOS.values() for one in provider(user, centre)]


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
