"""From where a request comes, for what is recorded. Domain functions know of no request, so it waits here for them."""

from contextvars import ContextVar
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

client_ip: ContextVar[str | None] = ContextVar("client_ip", default=None)


def ip_of(request: HttpRequest) -> str | None:
    """The peer, or with trusted proxies in front what the first of them saw: what stands before that, anybody may write."""
    seen = request.META.get("REMOTE_ADDR", "")
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    told = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(told) >= proxies:
        seen = told[-proxies].strip()
    try:
        return str(ip_address(seen))
    except ValueError:
        return None
