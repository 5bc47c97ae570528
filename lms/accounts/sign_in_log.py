"""Sign-ins by the site's own pages go to the access log: who got in, and for which account a wrong password was tried.

A try for an address that nobody has leaves no row: the log would keep what strangers type.
"""

from typing import Any

from lms.accounts.models import User
from lms.common import accesslog
from lms.common.models import Access

SIGN_IN = "/accounts/login/"


def signed_in(user: User, **kwargs: Any) -> None:
    accesslog.record(actor=user, action=Access.SIGN_IN, what=SIGN_IN)


def failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    """A telephone of several accounts is nobody's alone, so nobody's list shows that try."""
    named = {name: credentials[name] for name in ("email", "phone") if credentials.get(name)}
    if not named:
        return
    if email := named.pop("email", ""):
        named["email__iexact"] = email
    tried = list(User.objects.filter(is_active=True, **named)[:2])
    if len(tried) == 1:
        accesslog.record(actor=tried[0], action=Access.WRONG, what=SIGN_IN)
