"""A kind of leaf is one class: what reads, evaluates and says a rule, and the editors' form, find it in the table."""

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django import forms
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses import criteria
from courses.criteria import Facts, Leaf, Line, RuleError, Status, evaluate, parse, sentences
from courses.criteria.conditions import Condition, OneOf, WholeNumber
from courses.criteria.leaves import LEAVES
from courses.criteria.reading import read_text, read_whole
from courses.curriculum.admin.rule_editor import RuleField, to_rule

FOLDER = Path(criteria.__file__).parent
SORTS = [("pine", "소나무"), ("plum", "매화나무")]


class TreesCondition(Condition):
    def errors(self, values: Mapping[str, Any]) -> dict[str, str]:
        return {"n": "매화나무는 세 그루까지입니다."} if values["sort"] == "plum" and values["n"] > 3 else {}


@dataclass(frozen=True)
class TreesPlanted(Leaf):
    """One each year."""

    sort: str
    n: int

    op = "trees"
    order = 35
    parts = frozenset({"sort", "n"})
    conditions = (
        TreesCondition(
            name="trees",
            label="나무 심기",
            icon="site",
            fields=(OneOf(name="sort", label="나무", choices=lambda: SORTS), WholeNumber(name="n", label="그루")),
        ),
    )

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> "TreesPlanted":
        return cls(read_text(value, "sort"), read_whole(value, "n", most=9))

    def evaluate(self, facts: Facts) -> Line:
        return self.count(done=facts.years_active, needed=self.n, possible=self.n, reason="더 심어 주세요.")

    def sentence(self, titles: Mapping[str, str]) -> str:
        return f"{dict(SORTS).get(self.sort, self.sort)} {self.n}그루 심기"


TREES = {"op": "trees", "sort": "pine", "n": 3}
HOURS = {"op": "hours", "n": 2}
RULE = {"op": "any", "of": [TREES, HOURS]}


@pytest.fixture
def trees() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(LEAVES, "trees", TreesPlanted)
        yield


def filled_in(*conditions: tuple[str, Any]) -> forms.Form:
    class RuleForm(forms.Form):
        rule = RuleField()

    return RuleForm(nested_form_data({"rule": streamfield(list(conditions))}))


def names(field: RuleField) -> list[str]:
    return list(field.block.child_blocks)


KNOWN = [
    "all_lessons",
    "lessons_at_home",
    "lesson",
    "attendance",
    "hours",
    "course",
    "years_active",
    "community_member",
    "evidence",
    "kept",
    "group",
]


def test_a_kind_that_is_not_in_the_table_is_not_known() -> None:
    with pytest.raises(RuleError):
        parse(RULE)
    assert names(RuleField()) == KNOWN
    (kept,) = RuleField().prepare_value(TREES)
    assert kept.block_type == "kept"


@pytest.mark.usefixtures("trees")
def test_a_kind_in_the_table_is_read() -> None:
    assert parse(RULE) == criteria.Any_((TreesPlanted("pine", 3), criteria.HoursRule(2)))
    assert list(criteria.leaves(parse(RULE))) == [TreesPlanted("pine", 3), criteria.HoursRule(2)]
    assert (criteria.asks_for(TreesPlanted, parse(RULE)), criteria.asks_for(TreesPlanted, parse(HOURS))) == (
        True,
        False,
    )
    for refused in ({"n": 10}, {"sort": ""}, {"deep": True}):
        with pytest.raises(RuleError):
            parse(TREES | refused)


@pytest.mark.usefixtures("trees")
def test_a_kind_in_the_table_is_evaluated_and_said() -> None:
    line = Line("소나무 3그루 심기", Status.NOT_YET, 1, 3, "더 심어 주세요.")
    assert evaluate(parse({"op": "all", "of": [TREES]}), Facts(years_active=1)).lines == (line,)
    assert evaluate(parse(RULE), Facts(years_active=4)).lines[0] == Line("소나무 3그루 심기", Status.MET, 3, 3, "")
    assert sentences(parse(RULE)) == ["다음 가운데 하나: (1) 소나무 3그루 심기 (2) 2시간 이상 배우기"]


@pytest.mark.usefixtures("trees")
def test_a_kind_in_the_table_is_edited_in_the_form() -> None:
    assert names(RuleField()) == [*KNOWN[:5], "trees", *KNOWN[5:]]
    shown = RuleField().prepare_value(TREES)
    assert [(part.block_type, dict(part.value)) for part in shown] == [("trees", {"sort": "pine", "n": 3})]
    assert to_rule(RuleField().prepare_value(RULE)) == RULE
    assert json.dumps("나무 심기").strip('"') in str(filled_in()["rule"])  # the widget gets its blocks as JSON

    form = filled_in(("trees", {"sort": "plum", "n": "3"}), ("hours", "2"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["rule"] == {"op": "all", "of": [{"op": "trees", "sort": "plum", "n": 3}, HOURS]}


@pytest.mark.usefixtures("trees")
def test_a_kind_in_the_table_refuses_in_the_form() -> None:
    too_many = filled_in(("trees", {"sort": "plum", "n": "4"}))
    (error,) = too_many.errors.as_data()["rule"]
    (refused,) = error.block_errors.values()
    assert refused.block_errors["n"].messages == ["매화나무는 세 그루까지입니다."]
    unread = filled_in(("trees", {"sort": "pine", "n": "10"}))
    assert unread.errors["rule"] == ["기준의 숫자는 1부터 9까지의 정수로 적어 주세요."]


@pytest.mark.usefixtures("trees")
def test_what_the_form_of_a_kind_does_not_offer_is_kept_as_it_is() -> None:
    rule = TREES | {"sort": "palm"}
    (kept,) = RuleField().prepare_value(rule)
    assert kept.block_type == "kept"
    assert to_rule([kept]) == rule == to_rule(RuleField().prepare_value(rule))


def test_each_file_of_the_folder_is_the_kind_it_is_called() -> None:
    files = {path.stem for path in (FOLDER / "leaves").glob("*.py")} - {"__init__"}
    assert set(LEAVES) == files
    assert {op: leaf.__module__ for op, leaf in LEAVES.items()} == {
        name: f"courses.criteria.leaves.{name}" for name in files
    }


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return modules | {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}


def test_the_rules_know_no_database_and_no_page() -> None:
    found = {name for path in FOLDER.rglob("*.py") for name in imported(path)}
    outside = {name for name in found if name.partition(".")[0] in {"django", "wagtail", "lms", "cms", "mentoring"}}
    assert outside == {
        "django.utils.functional",
        "django.utils.translation",
        "lms.common.text.korean",
    }
    assert {name for name in found if name.startswith("courses")} == {
        name for name in found if name.startswith("courses.criteria")
    }
