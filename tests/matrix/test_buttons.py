"""A form whose buttons decide different things does nothing without the name of one: it comes back and asks."""

import re
from typing import Any

import pytest
from bs4 import Tag
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.matrix import world
from tests.matrix.test_kept_forms import Sheet, pages_of, sheets, shown

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]

# Each button is a whole choice of how the site looks, and the name is the choice.
WHOLE = ("/display/",)
WRITES = ("INSERT", "UPDATE", "DELETE")
# What is written of whoever comes by, whatever was sent.
BY_THE_WAY = ("common_accesslog", "django_session", "usersessions_usersession")


FORM = re.compile(r"<form\b.*?</form>", re.S)
BUTTON = re.compile(r"<button\b[^>]*>")


def test_where_a_button_has_a_name_the_ones_beside_it_have_one() -> None:
    wrong = []
    for path in sorted(settings.BASE_DIR.glob("templates/**/*.html")):
        for form in FORM.findall(path.read_text()):
            pressed = [one for one in BUTTON.findall(form) if 'type="button"' not in one]
            if len(pressed) > 1 and {"name=" in one for one in pressed} == {True, False}:
                wrong.append(path.relative_to(settings.BASE_DIR).as_posix())
    assert wrong == []


def buttons(sheet: Sheet) -> list[Tag]:
    """Those that people see; the ones outside the form name it."""
    owned = [one for one in sheet.form.find_all("button") if not one.has_attr("form")]
    if name := sheet.form.get("id"):
        (page,) = [one for one in sheet.form.parents if one.name == "[document]"]
        owned += page.find_all("button", attrs={"form": name})
    kinds = ("button", "reset")
    return [one for one in owned if one.get("type") not in kinds and not one.has_attr("hidden")]


def deeds(sheet: Sheet) -> set[tuple[str, str]]:
    return {(str(one.get("name", "")), str(one.get("value", ""))) for one in buttons(sheet)}


def problem(sheet: Sheet, client: Any) -> str:
    if unnamed := [one.get_text(strip=True) for one in buttons(sheet) if not one.get("name")]:
        return f"has no name: {unnamed}"
    with CaptureQueriesContext(connection) as asked:
        response = client.post(sheet.address, shown(sheet))
    if response.status_code != 422:
        return f"answers {response.status_code}"
    statements = [query["sql"] for query in asked.captured_queries]
    written = [
        sql[:80] for sql in statements if sql.startswith(WRITES) and not any(table in sql for table in BY_THE_WAY)
    ]
    return f"writes {written}" if written else ""


def test_nothing_happens_without_a_button(things: dict[str, dict[str, Any]]) -> None:
    tried, wrong = set(), {}
    for who, path in pages_of(things):
        client = world.client(who)
        for sheet in sheets(client, path):
            if len(deeds(sheet)) < 2 or sheet.address.startswith(WHOLE):
                continue
            key = (sheet.address, *sorted(deeds(sheet)))
            if key not in tried and (said := problem(sheet, client)):
                wrong[f"{who} {path} {sheet.address}"] = said
            tried.add(key)
    assert wrong == {}
    assert len(tried) >= 2  # the sample shows few of them: of the others, their templates say it
