"""The same through every form of the admin: those of each address, and those that links lead to."""

import re
from collections import Counter
from typing import Any

import pytest
from django.test import Client

from tests.fuzz.attack import Attack, name_of
from tests.matrix import world
from tests.matrix.test_matrix import admin_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]  # a minute and more: once, where the product runs
LINK = re.compile(r'(?:href|action|data-url|src)="(/cms/[^"#?]*)')
ENOUGH = 1  # page of one kind
BREAKS = "/cms/failwhale/"  # is there to show the page of an error


@pytest.fixture(autouse=True)
def plain_sign_in(settings: Any) -> None:
    """Sessions in the database alone, where the walk undoes them."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    settings.LIMITS = {}


def test_nothing_that_is_sent_breaks_the_admin() -> None:
    world.build()
    client = Client(raise_request_exception=False)
    client.force_login(world.person("admin"))
    attack = Attack({"admin": client})
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
        attack.fill_what_is_shown("admin", address, response)
        found = set() if response.streaming else set(LINK.findall(response.content.decode())) - known
        known |= found
        waiting += sorted(found)
    assert attack.broken == [], "\n".join(attack.broken)
    posts = {name for name in attack.filled if name.endswith((":add", ":edit"))}
    assert len(posts) > 15
    assert attack.filled["wagtailusers_users:add"] >= {"email", "name"}
