"""What lower apps show of higher ones goes through one class, `lms.common.registry.Registry`, and no variable beside it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    path
    for app in ("lms", "cms", "courses", "mentoring")
    for path in sorted((ROOT / app).rglob("*.py"))
    if not {"migrations", "settings"} & set(path.relative_to(ROOT).parts)  # Django reads empty lists there
]
MAKES_EMPTY = {"dict", "list", "set", "defaultdict", "OrderedDict", "Counter", "deque"}


def is_empty(value: ast.expr | None) -> bool:
    match value:
        case ast.Dict(keys=inside) | ast.List(elts=inside):
            return not inside
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in MAKES_EMPTY and (name == "defaultdict" or not value.args)
    return False


def filled_later(tree: ast.Module) -> list[str]:
    """Names of a module that begin empty, or that a function puts something else into."""
    names = []
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and is_empty(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names += [ast.unparse(target) for target in targets]
    return names + [name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names]


def test_there_is_one_class_of_registries() -> None:
    classes = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.name.endswith("Registry")
    ]
    assert classes == ["lms/common/registry.py"]


def test_no_module_holds_a_registry_of_its_own_kind() -> None:
    found = {str(path.relative_to(ROOT)): filled_later(ast.parse(path.read_text(encoding="utf-8"))) for path in SOURCES}
    assert {path: names for path, names in found.items() if names} == {}


def test_registries_are_filled_by_apps_alone() -> None:
    """One way: `REGISTRY.add(key, value)` in `AppConfig.ready`."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
    names = {
        ast.unparse(node.target)
        for tree in trees.values()
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation).startswith("Registry[")
    }
    assert names > {"SUBJECTS", "CHECKS", "OWN_DATA", "ERASURE", "RETENTION"}
    fill = {
        str(path.relative_to(ROOT))
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "add" and ast.unparse(node.value).split(".")[-1] in names
    }
    assert {path for path in fill if not path.endswith("/apps.py")} == set()
    assert len(fill) > 10


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("_parts: dict[str, Part] = {}\ndef register(key, part):\n    _parts[key] = part", ["_parts"]),
        ("_all = []", ["_all"]),
        ("_seen: set[str] = set()", ["_seen"]),
        ("_acts = collections.defaultdict(list)", ["_acts"]),
        ("_who = None\ndef set_who(who):\n    global _who\n    _who = who", ["_who"]),
        ("PARTS: Registry[Part] = Registry('parts')", []),
        ("WORDS = {'a': 1}\nNAMES = set(WORDS)\ndef counted():\n    seen = {}\n    return seen", []),
    ],
)
def test_what_is_found(source: str, expected: list[str]) -> None:
    assert filled_later(ast.parse(source)) == expected
