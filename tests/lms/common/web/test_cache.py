"""A Redis that hangs costs a process one wait, not one for each of the questions that a request has."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from redis.exceptions import ConnectionError, RedisError, ResponseError

from lms.accounts.enums import Role
from lms.common import clock
from lms.common.web import cache as shared
from lms.common.web import limits
from tests.factories import people

MOMENT = clock.seoul(2026, 11, 23, 9, 30)


class Silent:
    """The system takes every connection, and nobody ever answers. Each question is one: the last was given up."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._listening.setblocking(False)
        self.address = f"redis://127.0.0.1:{self._listening.getsockname()[1]}/0"
        self._taken: list[socket.socket] = []

    def asked(self) -> int:
        with suppress(BlockingIOError):  # no more of them
            while True:
                self._taken.append(self._listening.accept()[0])
        return len(self._taken)

    def close(self) -> None:
        for one in [*self._taken, self._listening]:
            one.close()


class Time:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def passing(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()
    monkeypatch.setattr(shared, "monotonic", time)
    return time


@pytest.fixture
def silent(settings: Any, monkeypatch: pytest.MonkeyPatch, passing: Time) -> Iterator[Silent]:
    server = Silent()
    settings.CACHES = {
        "default": {
            "BACKEND": "lms.common.web.cache.PatientRedis",
            "LOCATION": server.address,
            "OPTIONS": {"socket_timeout": 0.05, "socket_connect_timeout": 0.05},
        }
    }
    monkeypatch.setattr(shared, "_breaker", shared.Breaker())
    monkeypatch.setattr(limits, "_own", type(limits._own)("limits of this test", {}))
    yield server
    server.close()


def ask_for_pages() -> list[int]:
    """Each reads the session; one also counts."""
    client = Client()
    person = people.staff(people.centre(), Role.COORDINATOR)
    client.force_login(person)
    return [client.get(path).status_code for path in ("/", "/search/?q=마을", "/my/profile/", "/")]


@pytest.mark.django_db
def test_pages_that_need_a_cache_that_hangs_ask_it_once(settings: Any, silent: Silent) -> None:
    settings.LIMITS = {"search": (240, 60)}
    assert ask_for_pages() == [200, 200, 200, 200]
    assert silent.asked() == 1


@pytest.mark.django_db
def test_control_without_the_breaker_each_question_waits(
    settings: Any, silent: Silent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared.Breaker, "is_open", lambda self: False)
    settings.LIMITS = {"search": (240, 60)}
    assert ask_for_pages() == [200, 200, 200, 200]
    assert silent.asked() > 4


def test_after_the_pause_one_of_many_tries(silent: Silent, passing: Time) -> None:
    cache.get("a")
    passing.now += shared.PAUSE - 0.1
    cache.get("a")
    assert silent.asked() == 1
    passing.now += 0.1
    together = Barrier(8)

    def ask(_number: int) -> None:
        together.wait()
        cache.get("a")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, range(8)))
    assert silent.asked() == 2


def test_limits_count_in_memory_meanwhile(settings: Any, silent: Silent) -> None:
    settings.LIMITS = {"verify": (3, 60)}
    with clock.at(MOMENT):
        assert [limits.count("verify", "a").until is None for _try in range(5)] == [True] * 3 + [False] * 2
    assert silent.asked() == 1


@pytest.mark.parametrize(
    ("error", "asked"),
    [(ConnectionError("gone"), 1), (OSError("no route"), 1), (ResponseError("OOM command not allowed"), 3)],
)
def test_what_answers_no_is_asked_again_at_once(
    silent: Silent, monkeypatch: pytest.MonkeyPatch, error: RedisError | OSError, asked: int
) -> None:
    questions = []

    def get(self: Any, *args: Any) -> None:
        questions.append(args)
        raise error

    monkeypatch.setattr("django.core.cache.backends.redis.RedisCache.get", get)
    assert [cache.get("a", "instead") for _time in range(3)] == ["instead"] * 3
    assert len(questions) == asked


def test_one_answer_is_enough_to_be_asked_by_all_again(passing: Time) -> None:
    breaker = shared.Breaker()
    breaker.learn(answers=False)
    assert breaker.is_open()
    passing.now += shared.PAUSE
    assert (breaker.is_open(), breaker.is_open()) == (False, True)
    breaker.learn(answers=True)
    assert (breaker.is_open(), breaker.is_open()) == (False, False)
