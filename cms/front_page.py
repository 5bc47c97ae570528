"""What the front page and the search show of apps that this one may not import: they register it in `AppConfig.ready`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.common.figures import Figure
from lms.common.registry import Registry


@dataclass(frozen=True)
class Start:
    """Something that begins and can be joined."""

    title: str
    url: str
    on: date
    place: str
    note: str = ""


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    text: str = ""


@dataclass(frozen=True)
class HitGroup:
    label: Any
    hits: list[Hit]


SentenceProvider = Callable[[], str]
StartsProvider = Callable[[], Iterable[Start]]
MapsProvider = Callable[[], list[Figure]]
SearchProvider = Callable[[str], HitGroup]

FIGURES: Registry[SentenceProvider] = Registry("figures")  # one sentence with the numbers of an app, or an empty one
STARTS: Registry[StartsProvider] = Registry("starts")
MAPS: Registry[MapsProvider] = Registry("maps")
SEARCHES: Registry[SearchProvider] = Registry("searches")


def figures() -> list[str]:
    return [sentence for provider in FIGURES.values() if (sentence := provider())]


def starts(most: int = 3) -> list[Start]:
    found = [start for provider in STARTS.values() for start in provider()]
    return sorted(found, key=lambda start: (start.on, start.title))[:most]


def maps() -> list[Figure]:
    return [figure for provider in MAPS.values() for figure in provider()]


def search(words: str) -> list[HitGroup]:
    return [group for provider in SEARCHES.values() if (group := provider(words)).hits]
