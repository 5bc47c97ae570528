"""Sign-ins by the site's own pages go to the access log: who got in, and for which account a wrong password was tried.

A try for an address that nobody has leaves no row: the log would keep what strangers type. The way in is kept without
the words in its address, since the link of an invitation is a key.
"""

from typing import Any

from django.http import HttpRequest

from lms.accounts.models import User
from lms.common.enums import Access
from lms.common.records import accesslog


def signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    accesslog.record(actor=user, action=Access.SIGN_IN, what=accesslog.address_of(request))


def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """A telephone of several accounts is nobody's alone, so nobody's list shows that try."""
    named = {name: credentials[name] for name in ("email", "phone") if credentials.get(name)}
    if not named or request is None:  # a command tries nobody's password
        return
    if email := named.pop("email", ""):
        named["email__iexact"] = email
    tried = list(User.objects.filter(is_active=True, **named)[:2])
    if len(tried) == 1:
        accesslog.record(actor=tried[0], action=Access.WRONG, what=accesslog.address_of(request))
