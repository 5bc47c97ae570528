from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lms.accounts import second_factor, tries

# What a stranger can have sent to any mailbox by joining or adding an address; a new password is asked for by a form
# that counts itself. News of one's own account are never held back.
ASKED_FOR_BY_ANYBODY = frozenset(
    f"account/email/{name}" for name in ("account_already_exists", "email_confirmation", "email_confirmation_signup")
)


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

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """For signing in and for the password asked once more. Only wrong passwords stay counted."""
        counted = tries.password(credentials.get("email") or credentials.get("phone") or "")
        user = super().authenticate(request, **credentials)
        if user:
            for one in counted:
                one.give_back()
        return user

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth calls this for each address of a person who set a new password by mail."""
        tries.was_owner(credentials.get("email") or "")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """What was sent to the mailbox within the hour holds the same link or the same news."""
        if template_prefix in ASKED_FOR_BY_ANYBODY:
            try:
                tries.mail(email)
            except ValidationError:
                return
        super().send_mail(template_prefix, email, context)
