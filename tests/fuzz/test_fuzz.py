"""Hostile and odd text through every form, address and header: never a 500, on either database."""

from typing import Any

import pytest
from django.test import Client

from lms.common.forms import PlainMixin
from lms.demo.pages import prepare
from tests.fuzz.attack import Attack, blindly, forms_of_the_table, odd_addresses, odd_headers, shown_pages
from tests.matrix import walk, world

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("fuzz")]


@pytest.fixture(autouse=True)
def plain_sign_in(settings: Any) -> None:
    """Sessions in the database alone, where the walk undoes them."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    settings.LIMITS = {}


def test_nothing_that_is_sent_breaks_a_page() -> None:
    world.build()
    prepare()
    attack, things = Attack(world.clients()), world.things()
    shown_pages(attack)
    forms_of_the_table(attack, things)
    sent_blindly = blindly(attack, things)
    odd_addresses(attack, things)
    odd_headers(attack)
    assert attack.broken == [], "\n".join(attack.broken)
    # An address whose form the sample world shows to nobody gets each text under every name there is.
    posts = {row.name for row in walk.table() if row.method == "POST"}
    assert posts - set(attack.filled) == sent_blindly
    assert len(attack.filled) > 60
    assert len(sent_blindly) < 40
    assert attack.filled["log_new"] >= {"content", "next_step", "attendees", "private_note", "day", "topics"}
    assert attack.filled["community_profile"] >= {"story", "meeting_place", "members_count"}


def test_a_form_that_breaks_on_nul_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaking(self: PlainMixin, data: Any) -> Any:
        assert not any("\x00" in value for values in dict(data.lists()).values() for value in values)
        return data

    assert broken_of_display() == []
    monkeypatch.setattr(PlainMixin, "_cleaned", breaking)
    assert [told for told in broken_of_display() if "AssertionError" in told]


def broken_of_display() -> list[str]:
    attack = Attack({"anonymous": Client(raise_request_exception=False)})
    attack.fill_what_is_shown("anonymous", "/display/", attack.send("shown", "anonymous", "GET", "/display/"))
    assert set(attack.filled) == {"common:display"}
    return attack.broken
