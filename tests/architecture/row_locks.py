"""Which functions of the product lock rows, read from the source."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MECHANISM = "lms.common.records.transitions"
ASKS = frozenset({"lock", "lock_by_id", "lock_beside", "lock_each"})
Function = ast.FunctionDef


@cache
def functions() -> dict[str, Function]:
    """By their full names, methods with their class."""
    found: dict[str, Function] = {}
    for app in ("lms", "cms", "courses", "mentoring"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                found |= dict(_in(ast.parse(path.read_text(encoding="utf-8")), module))
    return found


def _in(node: ast.AST, name: str) -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield f"{name}.{child.name}", child
        elif isinstance(child, ast.ClassDef):
            yield from _in(child, f"{name}.{child.name}")


def locking() -> set[str]:
    """Those that ask for a lock themselves."""
    found = (name for name, function in functions().items() if any(_asks(call) for call in _calls(function)))
    return {name for name in found if not name.startswith(MECHANISM)}


def callers(helper: str) -> set[str]:
    """In its own module, and where it or its module is imported."""
    module, _, last = helper.rpartition(".")
    names = {last, f"{module.rpartition('.')[2]}.{last}"}
    return {
        name
        for name, function in functions().items()
        if (name.startswith(f"{module}.") or not last.startswith("_"))
        and any(ast.unparse(call.func) in names for call in _calls(function))
    }


def _calls(function: Function) -> list[ast.Call]:
    return [node for node in ast.walk(function) if isinstance(node, ast.Call)]


def _asks(call: ast.Call) -> bool:
    of = call.func
    if not isinstance(of, ast.Attribute):
        return False
    return of.attr == "select_for_update" or (of.attr in ASKS and ast.unparse(of.value) == "transitions")
