"""Tries are counted by address, together for all workers; who has had enough is told when it goes on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from lms.common import clock
from lms.common.limits import refused_until

MOMENT = clock.seoul(2026, 11, 23, 9, 30)


@pytest.fixture(autouse=True)
def three_a_minute(settings: Any) -> Iterator[None]:
    settings.LIMITS = {"verify": (3, 60), "search": (1, 60)}
    cache.clear()
    yield
    cache.clear()


def test_the_one_too_many_is_refused_until_the_next_stretch() -> None:
    with clock.at(MOMENT):
        answers = [refused_until("verify", "203.0.113.9") for _try in range(4)]
        assert answers == [None, None, None, clock.seoul(2026, 11, 23, 9, 31)]
        assert refused_until("verify", "198.51.100.4") is None
        assert refused_until("search", "203.0.113.9") is None
        assert refused_until("other", "203.0.113.9") is None
    with clock.at(clock.seoul(2026, 11, 23, 9, 31)):
        assert refused_until("verify", "203.0.113.9") is None


def test_workers_at_once_let_through_no_more_than_one_would() -> None:
    def ask(_number: int) -> bool:
        with clock.at(MOMENT):
            return refused_until("verify", "203.0.113.9") is None

    with ThreadPoolExecutor(8) as workers:
        assert sum(workers.map(ask, range(40))) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "most"), [("/search/?q=마을", 1), ("/verify/AAAA-BBBB-CCCC/", 3)])
def test_the_page_says_when_and_another_address_goes_on(path: str, most: int) -> None:
    busy, other = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="198.51.100.4")
    with clock.at(MOMENT):
        for _try in range(most):
            assert busy.get(path).status_code in (200, 404)
        refused = busy.get(path)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
        assert other.get(path).status_code in (200, 404)
