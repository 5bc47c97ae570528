"""How well an expert fits a request, as whole points of 100. Pure: plain values in, points and reasons out.

The weights follow what a coordinator asks first: does the expert know the subject, can they get there, do they know
this field; the rest settles ties. Age and sex are no input. A change of the table is a new version, and every proposal
keeps the version it was scored with, so that an old one can still be explained.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mentoring.corps.weekly_hours import Hours

WEIGHTS_VERSION = "2026-1"

WEIGHTS: Mapping[str, int] = {
    "topics": 35,
    "nearness": 20,
    "field": 15,
    "kind": 10,
    "time": 10,
    "stage": 5,
    "continuity": 5,
}

# Of 20: the same dong is a walk, the same zone a bus ride, the same district half an hour.
NEARNESS = {"dong": 20, "zone": 15, "sigungu": 8}

# Percent of a topic's points. Who has done a thing once helps, who has led or taught it helps more.
LEVELS = {1: 60, 2: 85, 3: 100}

# An overlap shorter than a usual visit is none.
SHORTEST_VISIT_MINUTES = 60


@dataclass(frozen=True)
class Place:
    """Ids of a dong, its zone and its district; a dong may lie in no zone."""

    dong: int
    zone: int | None
    sigungu: int | None


@dataclass(frozen=True)
class RequestWish:
    """What the matching needs to know of a request. Topics, fields and stages are ids."""

    place: Place
    field: int
    kind: str
    stage: int
    topics: frozenset[int] = frozenset()
    slots: tuple[Hours, ...] = ()


@dataclass(frozen=True)
class Offer:
    """What the matching needs to know of an expert. `topics` is id → level."""

    place: Place
    topics: Mapping[int, int] = field(default_factory=dict)
    fields: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()
    windows: tuple[Hours, ...] = ()
    stages: frozenset[int] = frozenset()  # of communities coached before
    welcome_again: bool = False  # this community was glad of this expert


@dataclass(frozen=True)
class Score:
    points: Mapping[str, int]
    topics_known: int
    topics_asked: int
    near: str  # dong, zone, sigungu or nothing
    slots_free: tuple[Hours, ...]

    @property
    def total(self) -> int:
        return sum(self.points.values())

    @property
    def breakdown(self) -> dict[str, Any]:
        """What a proposal keeps: the points, and the facts that its reasons are told from later."""
        days = list(dict.fromkeys(slot.weekday for slot in self.slots_free))
        facts = {"known": self.topics_known, "asked": self.topics_asked, "near": self.near, "days": days}
        return {"weights": WEIGHTS_VERSION, **self.points, **facts}


def score(wish: RequestWish, offer: Offer) -> Score:
    known = wish.topics & offer.topics.keys()
    near = nearness(wish.place, offer.place)
    free = free_slots(wish, offer)
    points = {
        "topics": _topic_points(wish, offer),
        "nearness": NEARNESS.get(near, 0),
        "field": WEIGHTS["field"] * (wish.field in offer.fields),
        "kind": WEIGHTS["kind"] * (wish.kind in offer.kinds),
        # A community that named no time takes any.
        "time": WEIGHTS["time"] * len(free) // len(wish.slots) if wish.slots else WEIGHTS["time"],
        "stage": WEIGHTS["stage"] * (wish.stage in offer.stages),
        "continuity": WEIGHTS["continuity"] * offer.welcome_again,
    }
    return Score(points, len(known), len(wish.topics), near, free)


def _topic_points(wish: RequestWish, offer: Offer) -> int:
    if not wish.topics:
        return 0
    covered = sum(LEVELS[offer.topics[topic]] for topic in wish.topics if topic in offer.topics)
    return WEIGHTS["topics"] * covered // (100 * len(wish.topics))


def nearness(one: Place, other: Place) -> str:
    if one.dong == other.dong:
        return "dong"
    if one.zone is not None and one.zone == other.zone:
        return "zone"
    return "sigungu" if one.sigungu is not None and one.sigungu == other.sigungu else ""


def free_slots(wish: RequestWish, offer: Offer) -> tuple[Hours, ...]:
    return tuple(
        slot
        for slot in wish.slots
        if any(slot.shared_minutes(window) >= SHORTEST_VISIT_MINUTES for window in offer.windows)
    )
