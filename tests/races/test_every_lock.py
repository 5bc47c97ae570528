"""Each function that locks rows, twice at the same moment: the second waits, and finds what the first has done. Without
its locks something else comes of it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from time import sleep
from typing import Any

import pytest
from django.db import connection, models

from lms.common.errors import DomainError
from tests.races.deeds import DEEDS, Deed
from tests.races.together import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
each = pytest.mark.parametrize("name", sorted(DEEDS))
WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture(autouse=True)
def no_printing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("courses.credentials.domain.certificates.render_pdf", lambda template, data: b"%PDF")


def taken_at_once(deed: Deed) -> tuple[list[str], int]:
    """Each has read by then and waits a moment, before the first thing that it writes, for the other to have read."""
    given = deed.make()
    presses = given if isinstance(given, list) else [given, given]
    before, meeting = deed.count(), Barrier(2)

    def press(number: int) -> str:
        sleep(0.1 * number)
        said = {name: fresh(value) for name, value in presses[number].items()}
        with connection.execute_wrapper(waiting_for(meeting)):
            done = said.pop("do", deed.act)(**said)
        if done in (0, False, []):
            raise DomainError("", code="nothing")
        return "done"

    return at_once(press, [0, 1]), deed.count() - before


def fresh(value: Any) -> Any:
    """As each has it from a page of their own."""
    return type(value)._base_manager.get(pk=value.pk) if isinstance(value, models.Model) and value.pk else value


def waiting_for(meeting: Barrier) -> Callable[..., Any]:
    met: list[bool] = []

    def hold(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
        if not met and sql.startswith(WRITES):
            met.append(True)
            with suppress(BrokenBarrierError):  # the other waits for a lock; after that nobody is waited for
                meeting.wait(timeout=0.4)
        return execute(sql, params, many, context)

    return hold


@each
def test_the_second_finds_what_the_first_has_done(name: str) -> None:
    deed = DEEDS[name]
    assert taken_at_once(deed) == (deed.answers, deed.more)


@each
def test_control_without_its_locks_something_else_comes_of_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    deed = DEEDS[name]
    monkeypatch.setattr(models.QuerySet, "select_for_update", lambda rows, *args, **kwargs: rows)
    assert taken_at_once(deed) != (deed.answers, deed.more)
