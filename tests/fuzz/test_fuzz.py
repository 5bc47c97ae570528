"""Hostile and odd text through every form, address and header: never a 500, on either database."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings

from lms.common.ui.forms import PlainMixin
from lms.demo.pages import prepare
from tests.fuzz.attack import (
    Attack,
    addresses,
    blindly,
    forms_of_the_table,
    not_filled,
    odd_addresses,
    odd_headers,
    shown_pages,
)
from tests.fuzz.forms import Form
from tests.matrix import walk, world

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("fuzz")]  # finding the forms takes as long as filling them
PARTS = 8
Things = dict[str, dict[str, Any]]


def said(broken: list[str]) -> str:
    """Half of a pair of code units, which some of the attacks hold, travels to no other process."""
    return "\n".join(broken).encode("utf-8", "backslashreplace").decode()


@pytest.fixture(scope="module")
def world_of_the_walk(sample_data: None, django_db_blocker: Any) -> Iterator[tuple[Attack, Things]]:
    """The forms that are found in it. Sessions are in the database alone, where the walk undoes them."""
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.db", LIMITS={}):
        with django_db_blocker.unblock():
            world.build()
            prepare()
            attack, things = Attack(world.clients()), world.things()
            shown_pages(attack)
            forms_of_the_table(attack, things)
        yield attack, things


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_that_is_sent_breaks_a_page(part: int, world_of_the_walk: tuple[Attack, Things]) -> None:
    found, things = world_of_the_walk
    attack = found.part(part, of=PARTS)
    attack.fill_forms()
    blindly(attack, not_filled(found, things)[part::PARTS])
    odd_addresses(attack, list(addresses("GET", things))[part::PARTS])
    assert attack.broken == [], said(attack.broken)


def test_no_header_breaks_a_page(world_of_the_walk: tuple[Attack, Things]) -> None:
    attack = world_of_the_walk[0].part(0, of=PARTS)
    odd_headers(attack)
    assert attack.broken == [], said(attack.broken)


def test_the_walk_finds_the_forms(world_of_the_walk: tuple[Attack, Things]) -> None:
    attack, things = world_of_the_walk
    assert attack.broken == [], said(attack.broken)
    # An address whose form the sample world shows to nobody gets each text under every name there is.
    posts = {row.name for row in walk.table() if row.method == "POST"}
    sent_blindly = {one.row.name for one in not_filled(attack, things)}
    assert posts - set(attack.filled) == sent_blindly
    assert len(attack.filled) > 60
    assert len(sent_blindly) < 40
    assert attack.filled["visit_new"] >= {"content", "next_step", "attendees", "private_note", "day", "topics"}
    assert attack.filled["community_profile"] >= {"story", "meeting_place", "members_count"}


def test_the_parts_leave_nothing_out() -> None:
    attack = Attack({}, forms=[("trainee", Form(f"/{number}/", "POST")) for number in range(3 * PARTS + 1)])
    parts = [attack.part(number, of=PARTS).forms for number in range(PARTS)]
    assert sorted(form.address for part in parts for _who, form in part) == sorted(
        form.address for _who, form in attack.forms
    )


def test_a_form_that_breaks_on_nul_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaking(self: PlainMixin, data: Any) -> Any:
        assert not any("\x00" in value for values in dict(data.lists()).values() for value in values)
        return data

    assert broken_of_display() == []
    monkeypatch.setattr(PlainMixin, "_cleaned", breaking)
    assert [told for told in broken_of_display() if "AssertionError" in told]


def broken_of_display() -> list[str]:
    attack = Attack({"anonymous": Client(raise_request_exception=False)})
    attack.find_forms("anonymous", "/display/", attack.send("shown", "anonymous", "GET", "/display/"))
    attack.fill_forms()
    assert set(attack.filled) == {"common:display"}
    return attack.broken
