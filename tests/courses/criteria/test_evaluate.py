"""The evaluator is pure, so these need no database."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.criteria import (
    ClassFact,
    ClassState,
    Facts,
    RuleError,
    Status,
    completes,
    evaluate,
    parse,
    sentence,
    sentences,
)

LESSONS = {f"l{number}": 60 for number in range(1, 7)}
STATES = st.sampled_from(list(ClassState))


def classes(*states: ClassState) -> tuple[ClassFact, ...]:
    return tuple(ClassFact(f"l{number}", 120, state) for number, state in enumerate(states, start=1))


CAME, OPEN, MISSED, EXCUSED = ClassState.CAME, ClassState.OPEN, ClassState.MISSED, ClassState.EXCUSED
SHARE_80 = {"op": "attendance", "min_share": 80}


@pytest.mark.parametrize(
    ("states", "status", "done", "needed"),
    [
        ((OPEN,) * 6, Status.NOT_YET, 0, 5),
        ((CAME,) * 4 + (OPEN,) * 2, Status.NOT_YET, 4, 5),
        ((CAME,) * 4 + (OPEN, MISSED), Status.NOT_YET, 4, 5),
        ((CAME,) * 4 + (MISSED,) * 2, Status.UNREACHABLE, 4, 5),
        ((CAME,) * 5 + (OPEN,), Status.MET, 5, 5),
        ((CAME,) * 6, Status.MET, 5, 5),  # never more than what is needed
        ((CAME, OPEN, OPEN, OPEN, OPEN, OPEN), Status.NOT_YET, 1, 5),  # one of one so far is not 100 %
        ((CAME,) * 4 + (EXCUSED, OPEN), Status.MET, 4, 4),  # excused ones leave the count
    ],
)
def test_the_share_is_over_the_classes_planned(
    states: tuple[ClassState, ...], status: Status, done: int, needed: int
) -> None:
    result = evaluate(parse(SHARE_80), Facts(lessons=LESSONS, classes=classes(*states)))
    line = result.lines[0]
    assert (result.status, line.done, line.needed) == (status, done, needed)


def test_excused_classes_count_where_the_rule_says_so() -> None:
    rule = parse({"op": "attendance", "min_sessions": 2, "excused": "counts"})
    assert evaluate(rule, Facts(classes=classes(CAME, EXCUSED))).met
    assert not evaluate(parse({"op": "attendance", "min_sessions": 2}), Facts(classes=classes(CAME, EXCUSED))).met


def test_hours_of_attendance_are_the_minutes_of_the_classes() -> None:
    rule = parse({"op": "attendance", "min_hours": 4})
    line = evaluate(rule, Facts(classes=classes(CAME, OPEN))).lines[0]
    assert (line.done, line.needed, line.status) == (120, 240, Status.NOT_YET)


def test_a_lesson_held_as_a_class_is_done_by_coming_and_by_nothing_else() -> None:
    rule = parse({"op": "lesson_done", "key": "l1"})
    said = Facts(lessons=LESSONS, finished=frozenset({"l1"}), classes=classes(OPEN))
    assert not evaluate(rule, said).met
    assert evaluate(rule, replace(said, classes=classes(CAME))).met
    assert evaluate(rule, replace(said, classes=())).met


def test_lessons_read_at_home_are_those_without_a_class() -> None:
    rule = parse({"op": "lesson_done", "key": "self"})
    line = evaluate(rule, Facts(lessons=LESSONS, finished=frozenset({"l3"}), classes=classes(OPEN, OPEN))).lines[0]
    assert (line.done, line.needed) == (1, 4)


@pytest.mark.parametrize(
    ("rule", "done", "needed"),
    [
        ({"op": "lesson_done", "key": "all"}, 2, 4),
        ({"op": "lesson_done", "key": "self"}, 1, 2),
        ({"op": "lesson_done", "key": "l2"}, 1, 1),  # the rule itself asks for this one
        ({"op": "attendance", "min_share": 100}, 1, 2),
        ({"op": "attendance", "min_hours": 4}, 120, 240),
        ({"op": "attendance", "min_sessions": 2}, 1, 2),
        ({"op": "hours", "n": 4}, 120, 240),
    ],
)
def test_only_what_is_required_counts(rule: dict[str, object], done: int, needed: int) -> None:
    """Classes for the first three lessons; the second and the last lesson are by choice, and both were taken."""
    facts = Facts(
        lessons=LESSONS,
        optional=frozenset({"l2", "l6"}),
        finished=frozenset({"l4", "l6"}),
        classes=classes(CAME, CAME, OPEN),
    )
    line = evaluate(parse(rule), facts).lines[0]
    assert (line.done, line.needed) == (done, needed)


def test_an_optional_class_that_was_missed_takes_nothing_away() -> None:
    facts = Facts(lessons=LESSONS, optional=frozenset({"l2"}), classes=classes(CAME, MISSED))
    for rule in ({"op": "attendance", "min_share": 100}, {"op": "lesson_done", "key": "l1"}):
        assert evaluate(parse(rule), facts).met
    assert evaluate(parse({"op": "lesson_done", "key": "all"}), facts).status is Status.NOT_YET


def test_without_a_required_class_the_required_lessons_are_read() -> None:
    facts = Facts(lessons=LESSONS, optional=frozenset({"l1", "l2"}), classes=classes(CAME, OPEN))
    line = evaluate(parse(SHARE_80), facts).lines[0]
    assert (line.done, line.needed) == (0, 4)
    assert evaluate(parse(SHARE_80), replace(facts, finished=frozenset({"l3", "l4", "l5", "l6"}))).met


def test_a_run_without_classes_is_not_attended_by_default() -> None:
    rule = parse(SHARE_80)
    assert not evaluate(rule, Facts(lessons=LESSONS)).met
    assert evaluate(rule, Facts(lessons=LESSONS, finished=frozenset(LESSONS))).met


@pytest.mark.parametrize(
    ("years", "courses", "met"),
    [(0, set(), False), (1, set(), True), (0, {"MJ-101"}, True), (0, {"MJ-201"}, False)],
)
def test_entry_by_course_or_by_years(years: int, courses: set[str], met: bool) -> None:
    rule = parse({"op": "any", "of": [{"op": "course", "key": "MJ-101"}, {"op": "years_active", "n": 1}]})
    assert evaluate(rule, Facts(years_active=years, courses=frozenset(courses))).met is met


def test_belonging_to_a_community_is_asked_and_says_what_to_do() -> None:
    rule = parse({"op": "any", "of": [{"op": "community_member"}, {"op": "years_active", "n": 3}]})
    outside = evaluate(rule, Facts(years_active=2))
    assert (outside.status, outside.lines[0].label) == (Status.NOT_YET, sentence(rule.of[0]))
    assert outside.lines[0].reason != ""
    inside = evaluate(rule, Facts(community_member=True))
    assert (inside.status, inside.lines[0].reason) == (Status.MET, "")


def test_at_least_counts_its_parts() -> None:
    rule = parse({"op": "at_least", "n": 2, "of": [{"op": "evidence", "kind": kind} for kind in "abc"]})
    assert not evaluate(rule, Facts(evidence=frozenset("a"))).met
    assert evaluate(rule, Facts(evidence=frozenset("ac"))).met


def test_what_can_no_longer_be_reached_says_so_only_where_nothing_else_helps() -> None:
    lost = {"op": "attendance", "min_share": 100}
    other = {"op": "evidence", "kind": "paper"}
    facts = Facts(lessons=LESSONS, classes=classes(MISSED, CAME))
    assert evaluate(parse({"op": "all", "of": [lost, other]}), facts).status is Status.UNREACHABLE
    assert evaluate(parse({"op": "any", "of": [lost, other]}), facts).status is Status.NOT_YET


@pytest.mark.parametrize(
    "rule",
    [{}, {"op": "lesson_done", "key": "self"}, {"op": "any", "of": [SHARE_80, {"op": "lesson_done", "key": "self"}]}],
)
def test_what_asks_for_nothing_here_is_completed_by_taking_part(rule: dict[str, object]) -> None:
    seat = Facts(lessons={"l1": 60}, classes=classes(OPEN))
    came, paper = replace(seat, classes=classes(CAME)), replace(seat, evidence=frozenset({"paper"}))
    found = [
        (evaluate(parse(rule), facts).met, completes(evaluate(parse(rule), facts), facts))
        for facts in (seat, came, paper)
    ]
    assert found == [(True, False), (True, True), (True, True)]


def test_what_is_asked_and_met_completes_whatever_it_is() -> None:
    facts = Facts(community_member=True)
    assert completes(evaluate(parse({"op": "community_member"}), facts), facts)
    assert not completes(evaluate(parse(SHARE_80), facts), facts)


def test_no_rule_asks_for_nothing() -> None:
    result = evaluate(parse({}), Facts())
    assert (result.status, result.lines) == (Status.MET, ())


@pytest.mark.parametrize(
    "rule",
    [
        None,
        [],
        {"op": "unknown"},
        {"op": ["hours"], "n": 1},
        {"op": "all", "of": []},
        {"op": "at_least", "n": 3, "of": [{"op": "hours", "n": 1}]},
        {"op": "attendance"},
        {"op": "attendance", "min_share": 101},
        {"op": "attendance", "min_share": 80, "min_hours": 3},
        {"op": "attendance", "min_share": True},
        {"op": "attendance", "min_share": 80, "excused": "maybe"},
        {"op": "hours", "n": 0},
        {"op": "course", "key": ""},
        {"op": "course", "key": "MJ-101", "passed": True},
        {"op": "community_member", "n": 1},
        {
            "op": "all",
            "of": [{"op": "all", "of": [{"op": "all", "of": [{"op": "all", "of": [{"op": "all", "of": [{}]}]}]}]}],
        },
    ],
)
def test_a_rule_that_cannot_be_read_is_refused(rule: object) -> None:
    with pytest.raises(RuleError):
        parse(rule)


def test_a_rule_reads_as_sentences() -> None:
    rule = parse(
        {"op": "all", "of": [SHARE_80, {"op": "any", "of": [{"op": "hours", "n": 3}, {"op": "course", "key": "X"}]}]}
    )
    assert sentences(rule) == ["수업의 80% 이상 나오기", "다음 가운데 하나: (1) 3시간 이상 배우기 (2) 과정 수료: X"]


def test_what_may_be_done_instead_stands_in_one_sentence() -> None:
    two = {"op": "at_least", "n": 2, "of": [{"op": "hours", "n": hours} for hours in (1, 2, 3)]}
    both = {"op": "any", "of": [{"op": "course", "key": "X"}, {"op": "all", "of": [{"op": "hours", "n": 3}, two]}]}
    counted = "다음 가운데 2가지: ㉠ 1시간 이상 배우기 ㉡ 2시간 이상 배우기 ㉢ 3시간 이상 배우기"
    assert sentences(parse(two)) == [
        "다음 가운데 2가지: (1) 1시간 이상 배우기 (2) 2시간 이상 배우기 (3) 3시간 이상 배우기"
    ]
    assert sentences(parse(both)) == [
        f"다음 가운데 하나: (1) 과정 수료: X (2) 다음 모두: ① 3시간 이상 배우기 ② {counted}"
    ]


MONOTONE = [
    SHARE_80,
    {"op": "attendance", "min_sessions": 3},
    {"op": "lesson_done", "key": "all"},
    {"op": "hours", "n": 4},
    {"op": "all", "of": [SHARE_80, {"op": "lesson_done", "key": "self"}]},
    {"op": "any", "of": [{"op": "course", "key": "a"}, {"op": "evidence", "kind": "b"}]},
]


@given(
    rule=st.sampled_from(MONOTONE),
    states=st.lists(STATES, max_size=6),
    finished=st.frozensets(st.sampled_from(sorted(LESSONS))),
    gained=st.sampled_from(sorted(LESSONS)),
    order=st.randoms(use_true_random=False),
)
def test_a_fact_more_never_takes_anything_away(rule, states, finished, gained, order) -> None:  # type: ignore[no-untyped-def]
    facts = Facts(lessons=LESSONS, finished=finished, classes=classes(*states))
    before = evaluate(parse(rule), facts)
    came = tuple(
        replace(fact, state=CAME) if fact.lesson == gained and fact.state is OPEN else fact for fact in facts.classes
    )
    after = evaluate(parse(rule), replace(facts, finished=finished | {gained}, classes=came))
    assert after.met or not before.met
    assert all(0 <= line.done <= line.needed and 0 <= line.share <= 1 for line in (*before.lines, *after.lines))
    shuffled = list(facts.classes)
    order.shuffle(shuffled)
    assert evaluate(parse(rule), replace(facts, classes=tuple(shuffled))) == before
