"""Finds every form that somebody is shown, and sends it what nobody would type. Whatever that did is undone."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from lms.demo.pages import looks
from tests.fuzz import texts
from tests.fuzz.forms import CHOSEN, COUNTED, TYPED, Form, encoded, forms_of, html_of
from tests.matrix import walk, world

FORM = "application/x-www-form-urlencoded"
ME = "http://testserver"
WHO_MAY = ("bad", "ok", "go")  # the first who may, best one whose answer shows the form


def name_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


@dataclass
class Attack:
    """`broken` is what answered 500, `filled` the names of the addresses whose forms were found, each with its fields, and
    `forms` those forms, each with somebody who is shown it."""

    clients: dict[str, Client]
    broken: list[str] = field(default_factory=list)
    filled: dict[str, set[str]] = field(default_factory=dict)
    forms: list[tuple[str, Form]] = field(default_factory=list)
    seen: set[Any] = field(default_factory=set)

    def part(self, number: int, of: int) -> "Attack":
        """One of so many attacks on what was found, which share the forms between them."""
        return Attack(self.clients, [], self.filled, self.forms[number::of])

    def send(self, what: str, who: str, method: str, address: str, body: bytes = b"", **more: Any) -> Any:
        client = self.clients[who]
        cookies = copy.deepcopy(client.cookies)
        with transaction.atomic():
            response = client.generic(method, address, body, FORM, **more)
            if response.streaming:
                b"".join(response.streaming_content)
            transaction.set_rollback(True)
        client.cookies = cookies
        if response.status_code >= 500:
            error = getattr(response, "exc_info", None)
            self.broken.append(f"{method} {address[:80]} as {who}, {what}: {error and error[1]!r:.200}")
        return response

    def find_forms(self, who: str, address: str, response: Any) -> None:
        for form in forms_of(html_of(response), ME + address):
            if form.address.startswith(ME):
                form.address = form.address.removeprefix(ME)
                self._find(who, form)

    def _find(self, who: str, form: Form) -> None:
        name = name_of(form.address)
        mark = (name, form.method, frozenset(form.fields))
        if mark in self.seen:
            return
        self.seen.add(mark)
        self.forms.append((who, form))
        if form.method == "POST":
            self.filled.setdefault(name, set()).update(form.kinds(TYPED | COUNTED | CHOSEN))

    def fill_forms(self) -> None:
        for who, form in self.forms:
            self._fill(who, form)

    def _fill(self, who: str, form: Form) -> None:
        for why, body in bodies(form):
            if form.method == "POST":
                self.send(why, who, "POST", form.address, body)
            else:
                self.send(why, who, "GET", form.address.partition("?")[0], QUERY_STRING=body.decode())


def bodies(form: Form) -> Iterator[tuple[str, bytes]]:
    yield "as it is", form.filled({})
    for kinds, values in ((TYPED, texts.TEXTS), (COUNTED, texts.NUMBERS), (CHOSEN, texts.CHOICES)):
        names = form.kinds(kinds)
        for value in values if names else ():
            text = texts.TEXTS.get(value, value)
            yield f"{value[:20]!r}", form.filled(dict.fromkeys(names, text))


def shown_pages(attack: Attack) -> None:
    """The forms of every page in the walk of the sample world."""
    for page in looks():
        who = page.who or "anonymous"
        if who not in attack.clients:
            attack.clients[who] = Client(raise_request_exception=False)
            attack.clients[who].force_login(world.person(who))
        attack.find_forms(who, page.path, attack.send("shown", who, "GET", page.path))


@dataclass(frozen=True)
class Address:
    row: walk.Row
    who: str  # the first who may
    kwargs: dict[str, Any]

    @property
    def path(self) -> str:
        return reverse(self.row.name, kwargs=self.kwargs)


def addresses(method: str, things: dict[str, dict[str, Any]]) -> Iterator[Address]:
    parameters = dict(walk.addresses())
    for row in walk.table():
        whose = [who for answer in WHO_MAY for who, expected in row.expected.items() if expected == answer]
        if row.method == method:
            yield Address(row, (whose or ["trainee"])[0], {key: things[row.thing][key] for key in parameters[row.name]})


def forms_of_the_table(attack: Attack, things: dict[str, dict[str, Any]]) -> None:
    """Every form that a page of the table, or its answer to nothing useful, shows to somebody who may."""
    for method, body in (("GET", b""), ("POST", b"probe=1")):
        for one in addresses(method, things):
            attack.find_forms(one.who, one.path, attack.send("nothing", one.who, method, one.path, body))


def not_filled(attack: Attack, things: dict[str, dict[str, Any]]) -> list[Address]:
    """The addresses whose form the sample world shows to nobody."""
    return [one for one in addresses("POST", things) if one.row.name not in attack.filled]


def blindly(attack: Attack, there: list[Address]) -> None:
    """They get each text under every name that any form has."""
    names = {"password", "code", "reason", "credential", "expert"}.union(*attack.filled.values())
    names = {name for name in names if len(name) < 30}
    for one in there:
        for why, text in [*texts.TEXTS.items(), *((value[:20], value) for value in texts.CHOICES)]:
            body = "&".join(f"{name}={encoded(text)}" for name in names if len(text) < 9_000 or name in COMMON)
            attack.send(why, one.who, "POST", one.path, body.encode())


COMMON = {"password", "code", "reason", "note", "text", "content"}  # 100 kB each, and a request holds 2.5 MB


def odd_addresses(attack: Attack, there: list[Address]) -> None:
    for one in there:
        for value in texts.IN_QUERIES:
            query = "&".join(f"{name}={value}" for name in texts.PARAMETERS)
            attack.send(query[:20], one.who, "GET", one.path, QUERY_STRING=query)
        for key in (key for key, value in one.kwargs.items() if isinstance(value, str)):
            mark = "MARK" if one.row.name != "office_access_list" else str(one.kwargs[key])
            try:
                path = reverse(one.row.name, kwargs=one.kwargs | {key: mark})
            except NoReverseMatch:
                continue
            for value in texts.IN_PATHS:
                attack.send("in the path", one.who, "GET", path.replace(mark, value))


def odd_headers(attack: Attack) -> None:
    for address, who in (("/", "anonymous"), ("/my/", "trainee"), ("/cms/", "editor"), ("/nowhere/", "trainee")):
        for header in texts.HEADERS:
            for value in texts.IN_HEADERS:
                attack.send(f"{header} {value[:20]!r}", who, "GET", address, **{header: value})
