"""The same through every form of the admin: those of each address, and those that links lead to."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from tests.fuzz.attack import Attack, name_of
from tests.matrix import world
from tests.matrix.walk import admin_addresses

# A minute and more: once, where the product runs.
pytestmark = [pytest.mark.django_db, pytest.mark.postgres, pytest.mark.xdist_group("admin")]
LINK = re.compile(r'(?:href|action|data-url|src)="(/cms/[^"#?]*)')
ENOUGH = 1  # page of one kind
BREAKS = "/cms/failwhale/"  # is there to show the page of an error


PARTS = 6


@pytest.fixture(scope="module")
def found(sample_data: None, django_db_blocker: Any) -> Iterator[Attack]:
    """The forms of the admin. Sessions are in the database alone, where the walk undoes them."""
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.db", LIMITS={}):
        with django_db_blocker.unblock():
            world.build()
            attack = Attack({"admin": world.client("admin")})
            walk_the_admin(attack)
        yield attack


def walk_the_admin(attack: Attack) -> None:
    opened = Counter[str]()
    waiting = ["/cms/", *(address for address in admin_addresses() if address != BREAKS)]
    known = set(waiting)
    while waiting:
        address = waiting.pop(0)
        name = name_of(address)
        if opened[name] == ENOUGH:
            continue
        response = attack.send("shown", "admin", "GET", address)
        if response.status_code != 200:
            continue
        opened[name] += 1
        attack.find_forms("admin", address, response)
        links = set() if response.streaming else set(LINK.findall(response.content.decode())) - known
        known |= links
        waiting += sorted(links)


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_that_is_sent_breaks_the_admin(part: int, found: Attack) -> None:
    attack = found.part(part, of=PARTS)
    attack.fill_forms()
    assert attack.broken == [], "\n".join(attack.broken)


def test_the_walk_finds_the_forms_of_the_admin(found: Attack) -> None:
    assert found.broken == [], "\n".join(found.broken)
    posts = {name for name in found.filled if name.endswith((":add", ":edit"))}
    assert len(posts) > 15
    assert found.filled["wagtailusers_users:add"] >= {"email", "name"}
