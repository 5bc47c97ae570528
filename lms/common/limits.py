"""How often one address may ask the same thing. Counted in the shared cache, so that all workers count together."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from lms.common import clock, origin
from lms.common.views import too_many_requests

View = Callable[..., HttpResponse]


def limited(action: str) -> Callable[[View], View]:
    """`settings.LIMITS[action]` is (how many, in how many seconds); an action that is not there is not limited."""

    def decorated(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            until = refused_until(action, origin.ip_of(request) or "")
            return too_many_requests(request, until=until) if until else view(request, *args, **kwargs)

        return counted

    return decorated


def refused_until(action: str, source: str) -> datetime | None:
    """Counts one try. Nothing while there are few enough in this stretch of time, else when the next stretch begins."""
    if action not in settings.LIMITS:
        return None
    most, seconds = settings.LIMITS[action]
    stretch = int(clock.now().timestamp()) // seconds
    key = f"limit:{action}:{source}:{stretch}"
    # `add` makes it once and `incr` counts on without reading first: two workers never count the same try.
    cache.add(key, 0, timeout=2 * seconds)
    if cache.incr(key) <= most:
        return None
    return datetime.fromtimestamp((stretch + 1) * seconds, tz=clock.SEOUL)
