"""The forms of a page, as a browser sees them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count
from typing import Any
from urllib.parse import quote_plus, urljoin

TYPED = {"text", "search", "tel", "url", "email", "password", "textarea"}
COUNTED = {"number", "date", "time", "month", "datetime-local", "range"}
CHOSEN = {"radio", "checkbox", "select", "hidden"}
# The token, and how many rows a list of forms has: Django reads 2,000 of them at most and draws each anew.
OF_THE_FORM = ("csrfmiddlewaretoken", "TOTAL_FORMS", "INITIAL_FORMS")
LIKELY = {"number": "2", "date": "2026-11-20", "time": "14:00", "email": "a@example.org", "tel": "010-1234-5678"}


@dataclass
class Field:
    kind: str
    values: list[str] = field(default_factory=list)  # as the page has them filled in or chosen
    offered: list[str] = field(default_factory=list)

    def as_it_is(self) -> list[str]:
        if any(self.values):
            return self.values
        return [value for value in self.offered if value][:1] or [LIKELY.get(self.kind, "이웃")]


@dataclass
class Form:
    address: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)  # those with a name: a browser sends one of them
    presses: Iterator[int] = field(default_factory=count)

    def kinds(self, wanted: set[str]) -> list[str]:
        return [name for name, one in self.fields.items() if one.kind in wanted and not name.endswith(OF_THE_FORM)]

    def filled(self, changed: dict[str, str]) -> bytes:
        pairs = [
            (name, value)
            for name, one in self.fields.items()
            for value in ([changed[name]] if name in changed else one.as_it_is())
        ]
        if self.buttons:
            pairs.append(self.buttons[next(self.presses) % len(self.buttons)])
        return "&".join(f"{encoded(name)}={encoded(value)}" for name, value in pairs).encode()


def encoded(text: str) -> str:
    return quote_plus(text.encode("utf-8", "surrogatepass"))


class Reader(HTMLParser):
    """Fields that name their form by `form=` are read with it."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.named: dict[str, Form] = {}
        self.loose: list[tuple[str, str, Field]] = []
        self.loose_buttons: list[tuple[str, tuple[str, str]]] = []
        self.inside: Form | None = None
        self.select: Field | None = None
        self.area: Field | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attributes}
        if tag == "form":
            action = urljoin(self.address, has.get("action", ""))
            self.inside = Form(action, has.get("method", "get").upper())
            self.forms.append(self.inside)
            self.named[has.get("id", "")] = self.inside
        elif tag in {"input", "textarea", "select"} and has.get("name"):
            self._field(tag, has)
        elif tag == "button" and has.get("name"):
            self._button(has)
        elif tag == "option" and self.select is not None:
            self.select.offered.append(has.get("value", ""))
            if "selected" in has:
                self.select.values.append(has.get("value", ""))

    def _field(self, tag: str, has: dict[str, str]) -> None:
        kind = has.get("type", "text") if tag == "input" else tag
        known = self.inside.fields.get(has["name"]) if self.inside else None
        found = known or Field(kind)
        if kind in {"radio", "checkbox"}:
            found.offered.append(has.get("value", "on"))
            if "checked" in has:
                found.values.append(has.get("value", "on"))
        elif tag != "select" and tag != "textarea":
            found.values.append(has.get("value", ""))
        self.select = found if tag == "select" else self.select
        self.area = found if tag == "textarea" else None
        if has.get("form"):
            self.loose.append((has["form"], has["name"], found))
        elif self.inside is not None:
            self.inside.fields[has["name"]] = found

    def _button(self, has: dict[str, str]) -> None:
        pressed = (has["name"], has.get("value", ""))
        if has.get("form"):
            self.loose_buttons.append((has["form"], pressed))
        elif self.inside is not None:
            self.inside.buttons.append(pressed)

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.values.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None


def forms_of(html: str, address: str) -> list[Form]:
    reader = Reader(address)
    reader.feed(html)
    for owner, name, found in reader.loose:
        if owner in reader.named:
            reader.named[owner].fields[name] = found
    for owner, pressed in reader.loose_buttons:
        if owner in reader.named:
            reader.named[owner].buttons.append(pressed)
    return reader.forms


def html_of(response: Any) -> str:
    if response.streaming or "html" not in response.get("Content-Type", ""):
        return ""
    return str(response.content.decode())
