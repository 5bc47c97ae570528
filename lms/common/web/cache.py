"""The cache may be away: what is only remembered there is made anew, and the site goes on, slower."""

import logging
from threading import Lock
from time import monotonic
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError, RedisError, TimeoutError

logger = logging.getLogger(__name__)
AWAY = (RedisError, OSError)
SILENT = (ConnectionError, TimeoutError, OSError)  # a full Redis refuses at once, and still reads
# Long enough that the waiting is lost in it, short enough that nobody notices how late the cache is back.
PAUSE = 5.0
_told = LocMemCache("told", {})


def tell(problem: str, error: Exception) -> None:
    """An error in the log once a minute and worker, not for each of the requests it concerns."""
    if _told.add(problem.replace(" ", "_"), True, timeout=60):
        logger.error(problem, exc_info=error)


class Breaker:
    """What hangs is not asked for a while: a request asks many times, and would wait a second each time.

    Then one thread tries, and what it finds holds for all of them.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._ask_again_at: float | None = None  # None while it answers

    def is_open(self) -> bool:
        with self._lock:
            if self._ask_again_at is None:
                return False
            if monotonic() < self._ask_again_at:
                return True
            self._pause()  # for the others, until this one knows
            return False

    def learn(self, *, answers: bool) -> None:
        with self._lock:
            if answers:
                self._ask_again_at = None
            else:
                self._pause()

    def _pause(self) -> None:
        self._ask_again_at = monotonic() + PAUSE


_breaker = Breaker()  # one for the process: Django makes a cache object for each thread


class PatientRedis(RedisCache):
    """Reads find nothing and writes are dropped. `incr` raises: who counts must know (lms/common/web/limits.py)."""

    def _ask(self, method: str, *args: Any, **kwargs: Any) -> Any:
        if _breaker.is_open():
            raise ConnectionError("It did not answer just now, so it was not asked.")
        answers = True
        try:
            return getattr(super(), method)(*args, **kwargs)
        except SILENT:
            answers = False
            raise
        finally:
            _breaker.learn(answers=answers)

    def _or(self, instead: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return self._ask(method, *args, **kwargs)
        except AWAY as error:
            tell("The shared cache does not answer.", error)
            return instead

    def incr(self, *args: Any, **kwargs: Any) -> int:
        return int(self._ask("incr", *args, **kwargs))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._or(default, "get", key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._or(None, "set", *args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._or(False, "add", *args, **kwargs))

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._or(False, "touch", *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._or(False, "delete", *args, **kwargs))

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._or(False, "has_key", *args, **kwargs))

    def clear(self) -> None:
        self._or(None, "clear")

    def get_many(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = self._or({}, "get_many", *args, **kwargs)
        return found

    def set_many(self, *args: Any, **kwargs: Any) -> list[str]:
        failed: list[str] = self._or([], "set_many", *args, **kwargs)
        return failed

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._or(None, "delete_many", *args, **kwargs)
