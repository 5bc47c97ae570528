"""The permission table, and how it is walked: every address and method, as every kind of person."""

import copy
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from tests import topics

TABLE = Path(__file__).parent / "table.csv"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# The Wagtail admin is walked by a rule of its own; files and pages of the tree have tests of their own.
BODY = {"POST": ("probe=1", "application/x-www-form-urlencoded")}
ELSEWHERE = ("cms/", "documents/", "media/")


@dataclass(frozen=True)
class Row:
    """One address with one method. `thing` names an object of the world; `expected` has an answer for each person."""

    name: str
    thing: str
    method: str
    expected: dict[str, str]


def table() -> list[Row]:
    """The one beside this file, and what each topic brings of its own."""
    return [row for path in (TABLE, *topics.files("matrix.csv")) for row in read(path)]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        return [Row(row.pop("name"), row.pop("thing"), row.pop("method"), dict(row)) for row in rows]


def answer(response: Any) -> str:
    """ok: the page · in: sign in first · go: done or sent elsewhere · bad: seen, but not done with what was sent ·
    not: may see it, may not do it · no: not there for this person · gone: withdrawn · never: no such method."""
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
        return "in"
    words = {200: "ok", 204: "go", 302: "go", 400: "bad", 422: "bad", 403: "not", 404: "no", 410: "gone", 405: "never"}
    return words.get(response.status_code, str(response.status_code))


def ask(client: Client, row: Row, kwargs: dict[str, Any]) -> str:
    return answer(send(client, row, kwargs))


def send(client: Client, row: Row, kwargs: dict[str, Any]) -> Any:
    """With nothing useful in it, and undo whatever it did."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        response = client.generic(row.method, reverse(row.name, kwargs=kwargs), *BODY.get(row.method, ()))
        if response.streaming:
            b"".join(response.streaming_content)  # reads it to the end, which closes the file
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def parameters(pattern: URLPattern | URLResolver) -> set[str]:
    return set(pattern.pattern.regex.groupindex)


def addresses() -> Iterator[tuple[str, set[str]]]:
    """Every named address of the site's own pages, with the names of its parameters."""
    yield from _below(get_resolver().url_patterns, "", "", set())


def _below(patterns: Any, path: str, namespace: str, outer: set[str]) -> Iterator[tuple[str, set[str]]]:
    for pattern in patterns:
        here = path + str(pattern.pattern).lstrip("^")
        if here.startswith(ELSEWHERE) and not _is_sign_in(here):
            continue
        names = outer | parameters(pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _below(pattern.url_patterns, here, inner, names)
        elif pattern.name:
            yield namespace + pattern.name, names


def _is_sign_in(path: str) -> bool:
    return path in {"cms/login/", "_util/login/"}


def admin_addresses(patterns: Any = None, namespace: str = "", *, number: int = 1, **words: str) -> list[str]:
    """Every address of the Wagtail admin that needs at most numbers, and words that are given."""
    found = []
    for pattern in patterns if patterns is not None else _admin().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found += admin_addresses(pattern.url_patterns, inner, number=number, **words)
        elif pattern.name:
            kwargs = {name: words.get(name, number) for name in parameters(pattern)}
            try:
                found.append(reverse(namespace + pattern.name, kwargs=kwargs))
            except NoReverseMatch:
                continue
    return sorted(set(found))


def _admin() -> URLResolver:
    return next(
        pattern
        for pattern in get_resolver().url_patterns
        if isinstance(pattern, URLResolver) and str(pattern.pattern) == "cms/"
    )
