"""One table of person × address × method, for two centres. An address or method that no row claims fails."""

from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from tests.matrix import walk, world

# Who may do what is the same on each database; what one of them breaks on is sent by tests/fuzz, to each address, on both.
pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.xdist_group("matrix")]


@pytest.fixture(autouse=True)
def plain_sign_in(settings: Any) -> None:
    """Sessions in the database alone, where the walk undoes them."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"


def test_everybody_gets_what_the_table_says_and_nothing_is_unclaimed() -> None:
    world.build()
    clients, things = world.clients(), world.things()
    rows = walk.table()
    addresses = dict(walk.addresses())
    surprises = [f"{row.name} is no address any more" for row in rows if row.name not in addresses]
    for row in rows:
        if row.name not in addresses:
            continue
        thing = things[row.thing]
        kwargs = {name: thing[name] for name in addresses[row.name]}
        got = {person: walk.ask(client, row, kwargs) for person, client in clients.items()}
        surprises += [
            f"{row.name} {row.thing} {row.method} as {person}: {got[person]}, not {row.expected[person]}"
            for person in got
            if got[person] != row.expected[person]
        ]
    surprises += unclaimed(rows, addresses, clients["admin"], things)
    assert surprises == []


def unclaimed(
    rows: list[walk.Row], addresses: dict[str, set[str]], admin: Client, things: dict[str, dict[str, Any]]
) -> list[str]:
    """Every address has a row, and every method without a row is refused as no method of that address."""
    claimed = {(row.name, row.method): row for row in rows}
    thing_of = {row.name: things[row.thing] for row in rows}
    found = []
    for name, parameters in addresses.items():
        if name == "wagtail_serve":  # pages of the tree: tests/cms
            continue
        if name not in thing_of:
            found.append(f"{name} has no row")
            continue
        kwargs = {key: thing_of[name][key] for key in parameters}
        for method in walk.METHODS:
            if (name, method) not in claimed and walk.ask(admin, walk.Row(name, "", method, {}), kwargs) != "never":
                found.append(f"{name} answers {method}, which no row claims")
    return found


def admin_addresses(patterns: Any = None, namespace: str = "") -> list[str]:
    """Every address of the Wagtail admin that needs at most numbers."""
    found = []
    for pattern in patterns if patterns is not None else _admin().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found += admin_addresses(pattern.url_patterns, inner)
        elif pattern.name:
            try:
                found.append(reverse(namespace + pattern.name, kwargs=dict.fromkeys(walk.parameters(pattern), 1)))
            except NoReverseMatch:
                continue
    return sorted(set(found))


def _admin() -> URLResolver:
    return next(
        pattern
        for pattern in get_resolver().url_patterns
        if isinstance(pattern, URLResolver) and str(pattern.pattern) == "cms/"
    )


# Words and pictures of the admin's own looks, and addresses that only send to the site's sign-in.
OPEN_TO_ALL = {"/cms/login/", "/cms/logout/", "/cms/jsi18n/", "/cms/sprite/"}


def test_the_admin_is_closed_to_all_but_editors_reviewers_and_superusers() -> None:
    from lms.accounts.models import Role
    from tests.factories import people

    centre = people.centre()
    addresses = [path for path in admin_addresses() if path not in OPEN_TO_ALL]
    assert len(addresses) > 100
    opened = []
    for who in (
        None,
        people.user(),
        *(people.staff(centre, role) for role in (Role.COORDINATOR, Role.MANAGER, Role.AUDITOR)),
    ):
        client = Client(raise_request_exception=False)
        if who:
            client.force_login(who)
        for path in addresses:
            answer = walk.answer(client.get(path))
            if answer not in {"in", "not", "no", "never", "go"}:
                opened.append(f"{who} {path}: {answer}")
    assert opened == []
