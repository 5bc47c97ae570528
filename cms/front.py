"""What the front page and the search show of apps that this one may not import: they register it in `AppConfig.ready`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.common.figures import Figure


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

_figures: dict[str, SentenceProvider] = {}
_starts: dict[str, StartsProvider] = {}
_maps: dict[str, MapsProvider] = {}
_searches: dict[str, tuple[int, SearchProvider]] = {}


def register_figures(key: str, provider: SentenceProvider) -> None:
    """One sentence with the numbers of an app; an empty one is left out."""
    _figures[key] = provider


def register_starts(key: str, provider: StartsProvider) -> None:
    _starts[key] = provider


def register_maps(key: str, provider: MapsProvider) -> None:
    _maps[key] = provider


def register_search(key: str, provider: SearchProvider, order: int = 100) -> None:
    _searches[key] = (order, provider)


def figures() -> list[str]:
    return [sentence for provider in _figures.values() if (sentence := provider())]


def starts(most: int = 3) -> list[Start]:
    found = [start for provider in _starts.values() for start in provider()]
    return sorted(found, key=lambda start: (start.on, start.title))[:most]


def maps() -> list[Figure]:
    return [figure for provider in _maps.values() for figure in provider()]


def search(words: str) -> list[HitGroup]:
    providers = [provider for _order, provider in sorted(_searches.values(), key=lambda entry: entry[0])]
    return [group for provider in providers if (group := provider(words)).hits]
