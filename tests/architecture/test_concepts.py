"""docs/concepts.md knows every thing that has states, and each of its states, by the names that the code gives them."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from lms.common.records.machines import Machine, machines

pytestmark = pytest.mark.once

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "concepts.md").read_text(encoding="utf-8")
# By the topic's own wholes: the parts move with these.
OURS = [machine for machine in machines() if not machine.part_of and machine.model.split(".")[0] != "common"]
HEADS = {
    "completionreview": "Review",
    "matchproposal": "Offer of a match",
    "coachingrequest": "Request",
    "courserun": "Run",
    "classsession": "Class",
    "secondfactorreset": "Lost second factor",
}


def told_of(machine: Machine) -> str:
    """The sentences behind the bold name of the thing, up to the next bold one."""
    name = machine.model.split(".")[1]
    head = HEADS.get(name, name.capitalize())
    found = re.search(rf"\*\*{head}[.:]\*\*(.+?)(?=\n\n|\*\*)", TEXT, re.S)
    assert found, head
    return found[1]


@pytest.mark.parametrize("machine", OURS, ids=lambda machine: machine.model)
def test_each_state_of_a_thing_is_told(machine: Machine) -> None:
    assert set(machine.states.values) - set(re.findall(r"\w+", told_of(machine))) == set()


def test_each_row_that_is_named_is_a_model() -> None:
    rows = re.findall(r"^\| ([A-Z][\w, ]+) \|", TEXT, re.M)
    named = {name for row in rows for name in row.split(", ")}
    assert len(named) > 25
    assert named - {model.__name__ for model in apps.get_models()} == set()
