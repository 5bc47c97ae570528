"""Two runs of `tick` come to the night's work at the same moment: it is done once."""

import pytest

from lms.common import clock
from lms.common.background import nightly
from lms.common.models import Night
from tests.races.together import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def done_at_once() -> tuple[list[str], int]:
    done: list[int] = []

    def work() -> int:
        done.append(1)
        return 1

    def tick(_run: int) -> None:
        with clock.at(clock.seoul(2031, 3, 30, 2)):
            nightly.once_a_night("sample", work)()

    return at_once(tick, range(8)), len(done)


def test_it_is_done_once() -> None:
    assert done_at_once() == (["done"] * 8, 1)
    assert Night.objects.count() == 1


def test_control_without_the_constraint_it_is_done_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who looks before writing finds no row, as everybody else does at that moment."""
    from threading import Barrier

    together = Barrier(8)

    def look(part: str) -> bool:
        found = Night.objects.filter(part=part, date=clock.today()).exists()
        together.wait(timeout=10)
        return not found

    monkeypatch.setattr(nightly, "_claim", look)
    assert done_at_once() == (["done"] * 8, 8)
