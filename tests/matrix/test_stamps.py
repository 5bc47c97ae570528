"""A form that shows what stands in a row, to be changed, carries a stamp of it: whoever saves an older state over a newer one
is asked. docs/structure.md says which do."""

from typing import Any

import pytest
from django.urls import resolve

from tests.matrix import world
from tests.matrix.test_kept_forms import Sheet, pages_of, sheets

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]

# By the name of the address that a form is sent to: why nobody's change can be overwritten by it.
BEGINS = "it begins something new, with a proposal"
WITHOUT = {
    "mfa_add_webauthn": BEGINS,
    "apply": BEGINS,
    "office_run_new": BEGINS,
    "office_body_new": BEGINS,
    "office_zone_new": BEGINS,
    "office_visit_enter": BEGINS,
    "office_visit_plan": BEGINS,
    "expert_visit_plan": BEGINS,
    "visit_no_show": BEGINS,
    "request_new": BEGINS,
    "community_members": BEGINS,
    "profile": "a person's own, which nobody else edits",
    "office_download": "the kind of file, of which nothing is kept",
    "office_community_change": "a step with a reason, from a table that refuses the second",
}


def is_filled(sheet: Sheet) -> bool:
    """Something stands in it that a person may change."""
    return any(_holds(one) for one in sheet.controls() if one.get("type") != "hidden")


def _holds(control: Any) -> bool:
    if control.name == "select":
        return any(one.has_attr("selected") and one.get("value") for one in control.find_all("option"))
    if control.name == "textarea":
        return bool(control.get_text().strip())
    if control.get("type") in ("radio", "checkbox"):
        return bool(control.has_attr("checked"))
    return bool(control.get("value"))


def has_stamp(sheet: Sheet) -> bool:
    return any(
        str(one["name"]).rpartition("-")[2] == "seen" for one in sheet.form.find_all("input", attrs={"name": True})
    )


def test_what_shows_a_row_to_be_changed_has_a_stamp(things: dict[str, dict[str, Any]]) -> None:
    with_stamp, without = set(), set()
    for who, path in pages_of(things):
        for sheet in sheets(world.client(who), path):
            if is_filled(sheet):
                name = resolve(sheet.address.partition("?")[0]).view_name
                (with_stamp if has_stamp(sheet) else without).add(name)
    assert without == set(WITHOUT)
    assert len(with_stamp) >= 8
