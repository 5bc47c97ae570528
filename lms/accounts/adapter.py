from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lms.accounts import second_factor


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "That is not right: please check the e-mail address or phone number, and the password. If your phone number does "
            "not work, use your e-mail address."
        ),
    }

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        asked = super().is_reauthentication_required(app=app, **kwargs)
        return bool(asked) and not second_factor.signed_in_just_now(context.request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failures count for one account from one address, so nobody is locked out by a stranger's tries elsewhere."""
        login = credentials.get("email") or credentials.get("phone") or ""
        return f"{self.get_client_ip(request)}:{login.lower()}"
