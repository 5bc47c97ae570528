"""Who asks is known to every view in one way: lms/accounts/requests.py."""

import ast
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from lms.accounts.requests import AuthedRequest

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


def casts(text: str) -> list[str]:
    """What this code says a value is, by its word alone."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and node.args]
    return [ast.unparse(call.args[0]).strip("'\"") for call in calls if "cast" in named(call.func)]


def test_what_counts_as_a_cast() -> None:
    assert casts("cast(User, request.user); typing.cast('User', x); cast(list[int], y)") == [
        "User",
        "User",
        "list[int]",
    ]


def test_no_view_says_by_its_word_alone_who_asks() -> None:
    found = {path.name: casts(path.read_text(encoding="utf-8")) for path in sources() if is_of_views(path)}
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
