"""Every form of the site comes back filled after a session that ended, for its owner alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from lms.common.web.kept_forms import OWNER
from tests.matrix import walk, world

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]

HERE = {"origin": "http://testserver"}
# Forms that don't say whose they are.
WITHOUT_OWNER = {
    "/accounts/": "signing in, and what lets somebody in: nothing of it is kept",
    "/display/": "for visitors, too; each button is a whole choice",
    "/invitations/": "its link lets somebody in",
}
# Forms that a visitor may send as well: nothing leads to the sign-in page.
OPEN = {
    "/accounts/logout/": "who is signed out already is done",
}
WRITTEN = {"date": "2027-01-02", "time": "10:30", "number": "7", "email": "again@example.org", "tel": "010-9876-5432"}
UNTOUCHED = {"file", "password", "submit", "button", "image", "reset"}


@dataclass
class Sheet:
    """A form of a page, and where it is sent."""

    page: str
    form: Tag

    @property
    def address(self) -> str:
        return str(self.form.get("action") or self.page)

    def controls(self) -> Iterator[Tag]:
        for one in self.form.find_all(["input", "textarea", "select"]):
            if one.get("name") and not one.has_attr("disabled") and one.get("type") not in UNTOUCHED:
                yield one


def sheets(client: Client, path: str) -> list[Sheet]:
    response = client.get(path)
    if response.streaming:
        b"".join(response.streaming_content)  # read to the end, which closes the file
        return []
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    page = BeautifulSoup(response.content.decode(), "html.parser")
    return [Sheet(path, form) for form in page.find_all("form", method="post")]


def written(sheet: Sheet) -> dict[str, list[str]]:
    """Something in every field of it."""
    values: dict[str, list[str]] = {}
    for one in sheet.controls():
        kind, name = one.get("type", "text"), one["name"]
        if one.name == "select":
            options = [str(option.get("value", option.get_text())) for option in one.find_all("option")]
            values[name] = options[-1:]
        elif kind == "radio":
            values[name] = [one["value"]]  # the last one
        elif kind == "checkbox":
            values.setdefault(name, []).append(one.get("value", "on"))
        elif kind == "hidden":
            values.setdefault(name, []).append(one.get("value", ""))
        else:
            values.setdefault(name, []).append(WRITTEN.get(kind, "되살릴 글 <b>&"))
    return values


def shown(sheet: Sheet) -> dict[str, list[str]]:
    """What a browser would send of it now."""
    values: dict[str, list[str]] = {}
    for one in sheet.controls():
        kind = one.get("type", "text")
        if one.name == "select":
            found = [
                str(opt.get("value", opt.get_text())) for opt in one.find_all("option") if opt.has_attr("selected")
            ]
        elif one.name == "textarea":
            found = [one.get_text().removeprefix("\n")]
        elif kind in ("radio", "checkbox"):
            found = [one.get("value", "on")] if one.has_attr("checked") else []
        else:
            found = [one.get("value", "")]
        values.setdefault(one["name"], []).extend(found)
    return {name: found for name, found in values.items() if found}


def seen(values: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: found for name, found in values.items() if name not in {"csrfmiddlewaretoken", OWNER, "kept"}}


def is_listed(sheet: Sheet, listed: dict[str, str]) -> bool:
    return any(sheet.address.startswith(start) for start in listed)


def pages_of(things: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Each page once, with somebody who may see it."""
    addresses = dict(walk.addresses())
    for row in walk.table():
        who = next((one for one in world.PEOPLE if row.expected[one] == "ok"), None)
        if row.method == "GET" and who:
            yield who, reverse(row.name, kwargs={name: things[row.thing][name] for name in addresses[row.name]})


def problem(sheet: Sheet, owner: Client, stranger: Client) -> str:
    if not sheet.form.find("input", attrs={"name": OWNER}):
        return "" if is_listed(sheet, WITHOUT_OWNER) else "says not whose it is"
    sent = written(sheet)
    response = Client().post(sheet.address, sent, headers=HERE)
    if response.status_code != 302 or not response["Location"].startswith("/accounts/login/"):
        return "" if is_listed(sheet, OPEN) else f"a visitor may send it: {response.status_code}"
    back = parse_qs(urlsplit(response["Location"]).query)["next"][0]
    again = [one for one in sheets(owner, back) if one.form.find("input", attrs={"name": "kept"})]
    if len(again) != 1:
        return f"{len(again)} forms were filled again"
    if seen(shown(again[0])) != seen(sent):
        return f"{seen(shown(again[0]))}, not {seen(sent)}"
    if any(one.form.find("input", attrs={"name": "kept"}) for one in sheets(stranger, back)):
        return "somebody else reads it"
    return ""


def test_every_form_comes_back_to_its_owner_alone(things: dict[str, dict[str, Any]], settings: Any) -> None:
    settings.LIMITS = {key: most for key, most in django_settings.LIMITS.items() if key != "kept_form"}
    tried, wrong = set(), {}
    strangers = [world.client("admin"), world.client("manager")]  # of what the first one sees alone, the second
    for who, path in pages_of(things):
        owner = world.client(who)
        for sheet in sheets(owner, path):
            key = (sheet.address, *sorted(written(sheet)))
            if key not in tried and (said := problem(sheet, owner, strangers[who == "admin"])):
                wrong[f"{who} {path} {sheet.address}"] = said
            tried.add(key)
    assert wrong == {}
    assert len(tried) > 60
