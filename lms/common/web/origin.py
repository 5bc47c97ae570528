"""From where a request comes, for what is recorded and counted. Domain functions know of no request, so it waits here."""

from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

client_ip: ContextVar[str | None] = ContextVar("client_ip", default=None)

UNKNOWN = "unknown"


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


def network_of(ip: str | None) -> str:
    """Who is counted as one. A customer has a whole /64 of IPv6 and may take a new address for each request; what can't
    be read is one network, so that nobody is beyond counting."""
    try:
        address = ip_address(ip or "")
    except ValueError:
        return UNKNOWN
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> 64 << 64)}/64"


def network() -> str:
    """The one that the present request comes from."""
    return network_of(client_ip.get())
