"""The cache may be away: what is only remembered there is made anew, and the site goes on, slower."""

import logging
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
AWAY = (RedisError, OSError)
_told = LocMemCache("told", {})


def tell(problem: str, error: Exception) -> None:
    """An error in the log once a minute and worker, not for each of the requests it concerns."""
    if _told.add(problem.replace(" ", "_"), True, timeout=60):
        logger.error(problem, exc_info=error)


class PatientRedis(RedisCache):
    """Reads find nothing and writes are dropped. `incr` raises: who counts must know (lms/common/limits.py)."""

    def _or(self, instead: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(super(), method)(*args, **kwargs)
        except AWAY as error:
            tell("The shared cache does not answer.", error)
            return instead

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
