"""The score against the vector of the sample data, and the parts in which it goes further."""

import json
from datetime import time
from typing import Any

import pytest

from lms.demo.data import HERE
from mentoring.corps.weekly_hours import Hours
from mentoring.matching.scoring import WEIGHTS, Offer, Place, RequestWish, score

SAMPLE = HERE / "sample.json"
DATA: dict[str, Any] = json.loads(SAMPLE.read_text(encoding="utf-8"))
VECTOR = DATA["matching_vector"]


def ids(names: list[str], of: list[str]) -> frozenset[int]:
    return frozenset(of.index(name) for name in names)


def place(dong: str, zone: str) -> Place:
    zones = [row["code"] for row in DATA["zones"]]
    return Place(int(dong), zones.index(zone), int(dong[:5]))


FIELDS = [row["code"] for row in DATA["fields"]]


def wish(row: dict[str, Any]) -> RequestWish:
    """The vector leaves stage out: no expert has coached one."""
    topics = ids(row["needs"], DATA["topics"])
    return RequestWish(place(row["dong"], row["zone"]), FIELDS.index(row["field"]), row["kind"], stage=1, topics=topics)


def offer(row: dict[str, Any]) -> Offer:
    """The vector knows no levels: who has a topic has it in full."""
    return Offer(
        place(row["home_dong"], row["zone"]),
        topics=dict.fromkeys(ids(row["topics"], DATA["topics"]), 3),
        fields=ids(row["fields"], FIELDS),
        kinds=frozenset(row["kinds"]),
    )


def test_every_cell_of_the_sample_vector() -> None:
    communities = {row["id"]: row for row in DATA["communities"]}
    experts = {row["id"]: row for row in DATA["experts"]}
    expected, got = [], []
    for line, c in zip(VECTOR["score_matrix"], VECTOR["communities"], strict=True):
        for cell, x in zip(line, VECTOR["experts"], strict=True):
            unwanted = x in communities[c]["excluded_experts"]
            assert unwanted == (cell is None)
            if not unwanted:
                expected.append((c, x, cell))
                got.append((c, x, score(wish(communities[c]), offer(experts[x])).total))
    assert got == expected
    assert len(got) == 95


HERE = Place(dong=1, zone=1, sigungu=1)
TUESDAY = Hours(2, time(14), time(17))


def a_wish(**changes: Any) -> RequestWish:
    return RequestWish(**{"place": HERE, "field": 1, "kind": "village", "stage": 1} | changes)


def test_all_points_together_are_a_hundred() -> None:
    best = Offer(
        HERE,
        topics={1: 3, 2: 3},
        fields=frozenset({1}),
        kinds=frozenset({"village"}),
        windows=(Hours(2, time(10), time(18)),),
        stages=frozenset({1}),
        welcome_again=True,
    )
    found = score(a_wish(topics=frozenset({1, 2}), slots=(TUESDAY,)), best)
    assert (found.total, sum(WEIGHTS.values())) == (100, 100)
    assert found.breakdown == {
        "weights": "2026-1",
        **WEIGHTS,
        "known": 2,
        "asked": 2,
        "near": "dong",
        "days": [2],
    }


@pytest.mark.parametrize(
    ("levels", "points"),
    [({}, 0), ({1: 1}, 10), ({1: 2}, 14), ({1: 3}, 17), ({1: 1, 2: 3}, 28), ({1: 3, 2: 3}, 35), ({9: 3}, 0)],
)
def test_topics_count_by_what_the_expert_has_done_with_them(levels: dict[int, int], points: int) -> None:
    assert score(a_wish(topics=frozenset({1, 2})), Offer(HERE, topics=levels)).points["topics"] == points


@pytest.mark.parametrize(
    ("other", "points"),
    [
        (Place(1, 1, 1), 20),
        (Place(2, 1, 1), 15),
        (Place(2, 2, 1), 8),
        (Place(2, None, 1), 8),
        (Place(2, 2, 2), 0),
        (Place(2, None, None), 0),
    ],
)
def test_nearness(other: Place, points: int) -> None:
    assert score(a_wish(), Offer(other)).points["nearness"] == points


def test_two_dongs_without_a_zone_are_not_in_the_same_one() -> None:
    assert score(a_wish(place=Place(1, None, None)), Offer(Place(2, None, None))).points["nearness"] == 0


@pytest.mark.parametrize(
    ("windows", "points"),
    [
        ([], 0),
        ([Hours(2, time(13), time(15))], 5),
        ([Hours(2, time(13), time(14, 59))], 0),  # too short for a visit
        ([Hours(3, time(14), time(17))], 0),
        ([Hours(2, time(13), time(15)), Hours(4, time(9), time(20))], 10),
    ],
)
def test_time_is_the_share_of_asked_slots_with_room_for_a_visit(windows: list[Hours], points: int) -> None:
    asked = a_wish(slots=(TUESDAY, Hours(4, time(10), time(12))))
    assert score(asked, Offer(HERE, windows=tuple(windows))).points["time"] == points


def test_who_names_no_time_takes_any() -> None:
    assert score(a_wish(), Offer(HERE)).points["time"] == 10
