"""What every view leaves to one mechanism: a rule's "no" to the refusals, who asks to the typed request."""

import ast
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from lms.accounts.requests import AuthedRequest
from lms.common.errors import DomainError

ROOT = Path(__file__).resolve().parents[2]
APPS = ("lms", "cms", "courses", "mentoring")
SIGNED_IN = ROOT / "lms" / "accounts" / "requests.py"


def sources() -> list[Path]:
    return sorted(path for app in APPS for path in (ROOT / app).rglob("*.py"))


def is_of_views(path: Path) -> bool:
    inside = path.relative_to(ROOT)
    return "views" in inside.parts or inside.name == "views.py"


def named(node: ast.AST | None) -> Iterator[str]:
    """The last word of each class in `A`, `a.B` or `(A, B)`."""
    if isinstance(node, ast.Tuple):
        for part in node.elts:
            yield from named(part)
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Name):
        yield node.id


def kinds_of(error: type[Exception]) -> Iterator[str]:
    yield error.__name__
    for kind in error.__subclasses__():
        yield from kinds_of(kind)


def renamed(tree: ast.AST) -> dict[str, str]:
    """`from x import A as B` hides no A."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {alias.asname: alias.name for node in imports for alias in node.names if alias.asname}


def caught(text: str) -> list[str]:
    """The refusals that this code catches by hand; `except Exception` catches them, too."""
    tree = ast.parse(text)
    refusals, names = {*kinds_of(DomainError), "Exception", "BaseException"}, renamed(tree)
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            found += ["everything"] if node.type is None else named(node.type)
        elif isinstance(node, ast.Call) and "suppress" in {names.get(name, name) for name in named(node.func)}:
            found += [name for argument in node.args for name in named(argument)]
    return [name for name in (names.get(name, name) for name in found) if name in refusals | {"everything"}]


def casts(text: str) -> list[str]:
    """What this code says a value is, by its word alone."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and node.args]
    return [ast.unparse(call.args[0]).strip("'\"") for call in calls if "cast" in named(call.func)]


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        ("except DomainError: pass", ["DomainError"]),
        ("except (KeyError, errors.NotAllowed) as error: pass", ["NotAllowed"]),
        ("except TooOften: pass", ["TooOften"]),
        ("except Exception: pass", ["Exception"]),
        ("except: pass", ["everything"]),
        ("except Hidden: pass", ["DomainError"]),
        ("finally:\n    with suppress(DomainError): pass", ["DomainError"]),
        ("except FileNotFoundError: pass", []),
    ],
)
def test_what_counts_as_caught(handler: str, expected: list[str]) -> None:
    assert caught(f"from lms.common.errors import DomainError as Hidden\ntry: pass\n{handler}") == expected


def test_no_view_catches_a_refusal_by_hand() -> None:
    views = [path for path in sources() if is_of_views(path)]
    assert len(views) > 30
    found = {str(path.relative_to(ROOT)): caught(path.read_text(encoding="utf-8")) for path in views}
    assert {path: names for path, names in found.items() if names} == {}


def test_what_counts_as_a_cast() -> None:
    assert casts("cast(User, request.user); typing.cast('User', x); cast(list[int], y)") == [
        "User",
        "User",
        "list[int]",
    ]


def test_no_view_says_by_its_word_alone_who_asks() -> None:
    found = {
        str(path.relative_to(ROOT)): casts(path.read_text(encoding="utf-8")) for path in sources() if is_of_views(path)
    }
    assert {name: kinds for name, kinds in found.items() if {"User", "AuthedRequest"} & set(kinds)} == {}


def test_one_decorator_leads_to_the_sign_in() -> None:
    users = [path for path in sources() if "login_required" in path.read_text(encoding="utf-8")]
    assert users == [SIGNED_IN]


def routed(patterns: Any = None) -> Iterator[Callable[..., Any]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from routed(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.callback


def takes_somebody_signed_in(view: Callable[..., Any]) -> bool:
    inner = inspect.unwrap(view)
    if not inspect.isfunction(inner) or inner.__module__.partition(".")[0] not in APPS:
        return False
    first = next(iter(inspect.signature(inner).parameters.values()))
    return isinstance(first.annotation, type) and issubclass(first.annotation, AuthedRequest)


def test_a_view_that_takes_somebody_signed_in_asks_for_it() -> None:
    """Django's check leaves the address of the sign-in page on the view that it guards."""
    views = [view for view in routed() if takes_somebody_signed_in(view)]
    assert len(views) > 80
    assert [view.__qualname__ for view in views if not hasattr(view, "login_url")] == []
