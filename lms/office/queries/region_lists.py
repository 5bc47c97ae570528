"""What a list of the ministry would change, with what hangs on each place, for whoever decides about it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.accounts.domain.country import IMPORTED
from lms.accounts.domain.official_regions import changes_of
from lms.accounts.models import Centre, RegionList, User, Zone, ZoneDong
from lms.accounts.official_changes import Answers, Changes, Known, Question, full_name
from lms.accounts.official_list import Names, Place, read
from lms.common.models import StateChange
from lms.common.records import statelog
from mentoring.communities.models import Community
from mentoring.corps.models import Body, ExpertProfile

GONE = "-"  # chosen for a place that became nothing else

# What rests on a place, and by which of its columns.
HANGING: tuple[tuple[str | Promise, type[Any], str], ...] = (
    (_("Centres"), Centre, "region"),
    (_("Communities"), Community, "dong"),
    (_("People"), User, "dong"),
    (_("Experts"), ExpertProfile, "dong"),
    (_("Bodies"), Body, "region"),
    (_("Zones"), Zone, "sigungu"),
    (_("Zones"), ZoneDong, "dong"),
)


@dataclass(frozen=True)
class PlaceLine:
    """One that is there. `became` is empty where it only goes or comes back."""

    name: str
    code: str
    hanging: list[tuple[str, int]]
    became: str = ""
    became_code: str = ""


@dataclass(frozen=True)
class Asked:
    """A question, and what was chosen: nothing yet where it is empty."""

    question: Question
    hanging: list[tuple[str, int]]
    chosen: str = ""

    @property
    def key(self) -> str:
        return f"became-{self.question.about.pk}"


@dataclass(frozen=True)
class NewPlaces:
    """Those of one province, itself among them where it is new."""

    province: str
    number: int
    names: dict[str, list[str]]  # by what they lie in


@dataclass(frozen=True)
class Preview:
    places: list[Place]
    changes: Changes
    answers: Answers
    asked: list[Asked]
    gone: list[PlaceLine]
    renamed: list[PlaceLine]
    reopened: list[PlaceLine]
    renumbered: dict[str, int]  # by the name of the province
    new: list[NewPlaces]


def imports() -> QuerySet[StateChange]:
    return statelog.of_site(IMPORTED).order_by("-number")


def preview(taken: RegionList, chosen: Mapping[str, str]) -> Preview:
    """With those of the choices that answer a question of today: the others are asked again."""
    places = read(taken.text.encode())
    answers: dict[str, str] = {}
    answered: dict[str, tuple[Question, str]] = {}
    while True:
        changes = changes_of(places, answers)
        fits = dict(_answered(changes.questions, chosen))
        if not fits:
            break
        answered |= fits
        answers |= {full_name(one.about.path): _became(one, value) for one, value in fits.values()}
    hanging = _hanging()
    asked = [Asked(one, hanging(one.about), value) for one, value in answered.values()]
    asked += [Asked(one, hanging(one.about)) for one in changes.questions]
    moved = [(row, place) for row, place in changes.followed if _is_renamed(row, changes)]
    return Preview(
        places=places,
        changes=changes,
        answers=answers,
        asked=asked,
        gone=[PlaceLine(full_name(row.path), row.code, hanging(row)) for row in changes.gone],
        renamed=[
            PlaceLine(full_name(row.path), row.code, hanging(row), full_name(place.path), place.code)
            for row, place in moved
        ],
        reopened=[PlaceLine(full_name(row.path), row.code, hanging(row)) for row in changes.reopened],
        renumbered=_counted(place.path[0] for row, place in changes.followed if (row, place) not in moved),
        new=_by_province(changes.new),
    )


def _answered(questions: Iterable[Question], chosen: Mapping[str, str]) -> Iterator[tuple[str, tuple[Question, str]]]:
    """One place answers one question: where two ask for the same, the second is asked what is left."""
    used: set[str] = set()
    for question in questions:
        key = Asked(question, []).key
        value = chosen.get(key, "")
        if value == GONE or (value in {place.code for place in question.candidates} - used):
            used |= {value} - {GONE}
            yield key, (question, value)


def _became(question: Question, value: str) -> str:
    return next((full_name(place.path) for place in question.candidates if place.code == value), "")


def _is_renamed(row: Known, changes: Changes) -> bool:
    """Itself: what only lies in a whole of another name is numbered anew with it."""
    place = changes.matched[row.pk]
    whole = changes.matched.get(row.parent) if row.parent else None
    return row.name != place.name or row.level != place.level or place.path[:-1] != (whole.path if whole else ())


def _hanging() -> Any:
    counted: dict[int, dict[str, int]] = {}
    for label, model, column in HANGING:
        rows = model._default_manager.exclude(**{column: None}).order_by().values_list(column)
        for pk, number in rows.annotate(number=Count("pk")):
            of = counted.setdefault(pk, {})
            of[str(label)] = of.get(str(label), 0) + number
    return lambda row: list(counted.get(row.pk, {}).items())


def _counted(names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found


def _by_province(places: Iterable[Place]) -> list[NewPlaces]:
    found: dict[str, dict[str, list[str]]] = {}
    for place in places:
        above: Names = place.path[:-1]
        found.setdefault(place.path[0], {}).setdefault(full_name(above), []).append(place.name)
    return [NewPlaces(province, sum(map(len, names.values())), names) for province, names in found.items()]
