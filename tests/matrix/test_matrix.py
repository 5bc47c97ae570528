"""One table of person × address × method, for two centres. An address or method that no row claims fails."""

from typing import Any

import pytest
from django.test import Client

from tests.matrix import walk, world

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]


def test_no_row_names_what_is_no_address_any_more() -> None:
    assert {row.name for row in walk.table()} - set(dict(walk.addresses())) == set()


@pytest.mark.parametrize("person", [world.ANONYMOUS, *world.PEOPLE])
def test_everybody_gets_what_the_table_says(person: str, things: dict[str, dict[str, Any]]) -> None:
    addresses, client = dict(walk.addresses()), world.client(person)
    surprises = []
    for row in walk.table():
        kwargs = {name: things[row.thing][name] for name in addresses[row.name]}
        got = walk.ask(client, row, kwargs)
        if got != row.expected[person]:
            surprises.append(f"{row.name} {row.thing} {row.method}: {got}, not {row.expected[person]}")
    assert surprises == []


def test_every_person_of_the_table_walks() -> None:
    for row in walk.table():
        assert row.expected.keys() == {world.ANONYMOUS, *world.PEOPLE}
        assert all(row.expected.values())


def test_no_row_is_claimed_twice() -> None:
    claims = [(row.name, row.thing, row.method) for row in walk.table()]
    assert len(set(claims)) == len(claims)


def test_nothing_is_unclaimed(things: dict[str, dict[str, Any]]) -> None:
    assert unclaimed(walk.table(), dict(walk.addresses()), world.client("admin"), things) == []


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
