"""How often the same may be tried. Counted in the shared cache, so that all workers count together.

`settings.LIMITS` says for each action how many tries there may be in how many seconds.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import BaseCache, cache
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise

from lms.common import clock
from lms.common.errors import DomainError
from lms.common.web import origin
from lms.common.web.cache import AWAY, tell

View = Callable[..., HttpResponse]

# Where the shared cache does not answer, each process counts by itself: a limit then holds for each worker.
_own = LocMemCache("limits", {})
_OUT_OF_ORDER = (*AWAY, ValueError)  # ValueError: a full cache dropped the key between two steps


class TooOften(DomainError):
    """Caught by no form, it is shown as the page that says when to go on (DomainErrorMiddleware)."""

    def __init__(self, message: str | Promise = "", *, until: datetime) -> None:
        super().__init__(message, code="too_often")
        self.until = until


@dataclass(frozen=True)
class Counted:
    """One try. `until` is None while there are few enough in this stretch of time, else when the next stretch begins."""

    until: datetime | None
    key: str = ""

    def give_back(self) -> None:
        """It was none: the password was right. Others' tries stay counted, also those of the same account."""
        if self.key:
            _added(self.key, -1, 0)


def count(action: str, *source: object) -> Counted:
    """Counts one try of `source`: a network, an account from a network, a person. An unlisted action has no limit."""
    if action not in settings.LIMITS:
        return Counted(None)
    most, seconds = settings.LIMITS[action]
    stretch = int(clock.now().timestamp()) // seconds
    key = _key(action, source, stretch)
    tries = _added(key, 1, 2 * seconds)
    return Counted(None if tries <= most else datetime.fromtimestamp((stretch + 1) * seconds, tz=clock.SEOUL), key)


def forget(action: str, *source: object) -> None:
    """The next try is the first: whoever set a new password by mail is the owner."""
    if action in settings.LIMITS:
        key = _key(action, source, int(clock.now().timestamp()) // settings.LIMITS[action][1])
        for store in (cache, _own):
            try:
                store.delete(key)
            except AWAY as error:
                _tell(error)


def count_or_refuse(action: str, *source: object, message: str | Promise = "") -> None:
    """For what has no form to say it, and nothing to give back."""
    until = count(action, *source).until
    if until:
        raise TooOften(message, until=until)


def limited(action: str) -> Callable[[View], View]:
    """Counts by network what anybody may ask."""

    def decorated(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            count_or_refuse(action, origin.network_of(origin.ip_of(request)))
            return view(request, *args, **kwargs)

        return counted

    return decorated


def _key(action: str, source: tuple[object, ...], stretch: int) -> str:
    """Without the addresses themselves. One account has one key, however its letters are dressed."""
    told = "\n".join(unicodedata.normalize("NFKC", str(part)).casefold() for part in source)
    return f"limit:{action}:{salted_hmac('limits', told, algorithm='sha256').hexdigest()}:{stretch}"


def _added(key: str, number: int, timeout: int) -> int:
    try:
        return _counted_in(cache, key, number, timeout)
    except _OUT_OF_ORDER as error:
        _tell(error)
    try:
        return _counted_in(_own, key, number, timeout)
    except ValueError:  # given back what was counted in the shared cache
        return 0


def _counted_in(store: BaseCache, key: str, number: int, timeout: int) -> int:
    # `add` makes it once and `incr` counts on without reading first: two workers never count the same try.
    if number > 0:
        store.add(key, 0, timeout=timeout)
    return store.incr(key, number)


def _tell(error: Exception) -> None:
    tell("The shared cache does not count tries; each worker counts by itself.", error)
