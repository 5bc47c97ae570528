"""Every state has its machine, every action its words, and nobody writes a state past them."""

import ast
import importlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from lms.common.records import machines
from lms.common.records.machines import Machine
from tests.architecture.imports import circle, topic_of

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    path
    for app in ("lms", "cms", "courses", "mentoring")
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
TRANSITIONS = ROOT / "lms/common/records/transitions.py"
LABELS = sorted(machines.SUBJECTS)


def stateful() -> list[Any]:
    return [model for model in apps.get_models() if any(field.name == "state" for field in model._meta.concrete_fields)]


def test_every_model_with_a_state_has_a_machine() -> None:
    ours = {model._meta.label_lower for model in stateful() if topic_of(model.__module__)}
    assert {"visits.visit", "runs.enrolment", "credentials.certificate", "common.job"} <= ours
    assert ours == {machine.model for machine in machines.machines()}


def test_whatever_is_recorded_is_declared() -> None:
    """A module that declares and that nobody imports would declare nothing: the records would speak of “changed”."""
    written = {
        node.args[0].value
        for path in SOURCES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"Subject", "Machine"}
        if isinstance(node.args[0], ast.Constant)
    }
    assert len(written) > 20
    assert written == set(machines.SUBJECTS)
    for label in machines.SUBJECTS:
        assert apps.get_model(label)._meta.label_lower == label
        assert str(machines.noun_of(label))


def test_what_has_no_noun_of_its_own_is_called_as_its_model_is() -> None:
    assert machines.noun_of("runs.evidence") == "증빙"
    assert machines.noun_of("visits.visit") == apps.get_model("visits.visit")._meta.verbose_name
    assert [machines.noun_of(gone) for gone in ("list", "runs.gone", "gone.visit")] == ["", "", ""]


@pytest.mark.parametrize("machine", list(machines.machines()), ids=lambda machine: machine.model)
def test_a_machine_speaks_of_the_states_of_its_model(machine: Machine) -> None:
    field = apps.get_model(machine.model)._meta.get_field("state")
    assert list(field.choices) == machine.states.choices
    targets = {
        to for state, steps in machine.table.items() for action in steps for to in machine.targets(state, action)
    }
    assert set(machine.table) | targets <= set(machine.states.values)


@pytest.mark.parametrize("machine", list(machines.machines()), ids=lambda machine: machine.model)
def test_every_action_of_a_table_has_its_words(machine: Machine) -> None:
    """A part's actions are told by the log of its whole, so nobody reads words for them."""
    said = {action for action, words in machine.words.items() if str(words.done)}
    assert said >= (frozenset() if machine.part_of else machine.actions)


# ── locks


def paths() -> Iterator[tuple[str, str | None, list[str]]]:
    for label, subject in machines.SUBJECTS.items():
        for action in (None, *sorted(subject.alone if isinstance(subject, Machine) else ())):
            yield label, action, [step.model for step in subject.path(action)]


def test_a_lock_path_names_nothing_twice_and_nothing_unknown_and_ends_with_the_thing_itself() -> None:
    assert len(list(paths())) > 20
    for label, action, path in paths():
        subject = machines.SUBJECTS[label]
        assert len(set(path)) == len(path)
        assert set(path) <= set(machines.SUBJECTS)
        if path and not getattr(subject, "part_of", ""):
            assert (path[-1], subject.path(action)[-1].by) == (label, ("",))


def after(found: Iterable[list[str]]) -> dict[str, set[str]]:
    """What is locked after what. Where that has no circle there is one order that every path keeps to."""
    edges: dict[str, set[str]] = defaultdict(set)
    for path in found:
        for first, second in pairwise(path):
            edges[first].add(second)
    return edges


def test_all_lock_paths_keep_to_one_order() -> None:
    """Two steps on the same rows wait for each other then, instead of stopping each other."""
    found = [path for _label, _action, path in paths()]
    assert circle(after(found)) == []
    longest = max(found, key=len)
    assert len(longest) > 3
    assert circle(after([*found, [longest[-1], longest[0]]])) != []


@pytest.mark.parametrize("label", LABELS)
def test_the_ways_of_a_path_lead_to_the_rows_that_it_names(label: str) -> None:
    for step in machines.SUBJECTS[label].lock:
        for way in filter(None, step.by):
            model: Any = apps.get_model(label)
            for name in way.split("."):
                model = model._meta.get_field(name).related_model
            assert model._meta.label_lower == step.model
        found: Any = apps.get_model(step.model)
        for names in (*step.also, *step.related):
            assert isinstance(found._meta.get_field(names.split("__")[0]), models.ForeignKey)


# ── the source


def assigned_states(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            parts = target.elts if isinstance(target, ast.Tuple) else [target]
            if any(isinstance(part, ast.Attribute) and part.attr == "state" for part in parts):
                yield node.lineno  # type: ignore[attr-defined]
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".update"):
            yield from (node.lineno for word in node.keywords if word.arg == "state")


def test_no_state_is_written_past_the_machines() -> None:
    found = [f"{path.relative_to(ROOT)}:{line}" for path in SOURCES for line in assigned_states(parsed(path))]
    assert [place for place in found if not place.startswith("lms/common/records/transitions.py")] == []


@pytest.mark.parametrize("code", ["row.state = 1", "row.state, row.n = 1, 2", "rows.update(state=1)"])
def test_the_look_at_the_source_finds_what_it_looks_for(code: str) -> None:
    assert list(assigned_states(ast.parse(code))) == [1]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def recorded(tree: ast.Module, module: str) -> Iterator[tuple[int, str]]:
    """Each action given to the log or to a machine, with its line. A parameter is followed to the calls in its module."""
    for function, call in calls(tree):
        given = action_of(call)
        if given is not None:
            yield from ((call.lineno, action) for action in values(given, function, tree, module))


def calls(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
    inside = {
        id(call): function
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield inside.get(id(node)), node


def action_of(call: ast.Call) -> ast.expr | None:
    name = ast.unparse(call.func)
    if name == "statelog.record":
        return next(word.value for word in call.keywords if word.arg == "action")
    if name in {"transitions.move", "transitions.check", "transitions.move_parts", "seats.move_enrolment"}:
        return call.args[1]
    return None


def values(given: ast.expr, function: ast.FunctionDef | None, tree: ast.Module, module: str) -> Iterator[str]:
    if isinstance(given, ast.Constant):
        yield given.value
    elif isinstance(given, ast.IfExp):
        yield from values(given.body, function, tree, module)
        yield from values(given.orelse, function, tree, module)
    elif isinstance(given, ast.Name) and function is not None and given.id in parameters(function):
        for caller, call in calls(tree):
            if ast.unparse(call.func).split(".")[-1] == function.name:
                yield from values(argument(call, function, given.id), caller, tree, module)
    elif isinstance(given, ast.Name):
        yield getattr(importlib.import_module(module), given.id)
    else:
        raise AssertionError(f"{module}: {ast.unparse(given)} can't be followed")


def parameters(function: ast.FunctionDef) -> list[str]:
    return [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]


def argument(call: ast.Call, function: ast.FunctionDef, name: str) -> ast.expr:
    named = {word.arg: word.value for word in call.keywords}
    return named[name] if name in named else call.args[parameters(function).index(name)]


def test_every_action_in_the_source_has_its_words() -> None:
    said = {action for subject in machines.SUBJECTS.values() for action in subject.words}
    said |= {action for machine in machines.machines() if machine.part_of for action in machine.actions}
    found = [
        (f"{path.relative_to(ROOT)}:{line}", action)
        for path in SOURCES
        if path != TRANSITIONS
        for line, action in recorded(parsed(path), ".".join(path.relative_to(ROOT).with_suffix("").parts))
    ]
    assert len(found) > 100
    assert [one for one in found if one[1] not in said] == []
    assert {"photos", "erase", "announce", "export", "change_address"} <= {action for _place, action in found}
