"""Signing in by another service (Kakao, Naver, one OpenID Connect provider): only as another key to an account."""

from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, Promise] = {"kakao": _("Kakao"), "naver": _("Naver")}


@dataclass(frozen=True)
class Service:
    key: str
    name: str
    login: str


def services() -> list[Service]:
    """Read from the settings alone: a page that shows the buttons asks no database and no host."""
    configured = settings.SOCIALACCOUNT_PROVIDERS
    found = [Service(key, str(name), reverse(f"{key}_login")) for key, name in NAMES.items() if key in configured]
    for one in configured.get("openid_connect", {}).get("APPS", []):
        key = one["provider_id"]
        found.append(Service(key, one["name"], reverse("openid_connect_login", kwargs={"provider_id": key})))
    return found


def is_configured(key: str = "") -> bool:
    return any(not key or service.key == key for service in services())


def name_of(key: str) -> str:
    """Also of a service that is configured no more; the name of the OpenID Connect provider is gone then."""
    return next((one.name for one in services() if one.key == key), str(NAMES.get(key, _("Another service"))))


def concerns(person: Any) -> bool:
    """Who connected a service can disconnect it, also when none is configured any more."""
    return is_configured() or SocialAccount.objects.filter(user=person.pk).exists()


def for_templates(request: HttpRequest) -> dict[str, Any]:
    return {"social_services": services}


def end_connections(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """A new password was set by mail. Whoever had been in the account may have connected a service of their own, and one
    that is the owner's is soon connected again."""
    ended, _kinds = SocialAccount.objects.filter(user=user).delete()
    if ended:
        messages.info(
            request,
            _(
                "To be safe, the other services that you signed in by were disconnected. You can connect them again under "
                "My details."
            ),
        )


class SocialAdapter(DefaultSocialAccountAdapter):
    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _(
            "Somebody has joined with this address already. If it is you, sign in with your password; then you can connect "
            "%s under My details."
        ),
        "no_password": _("This is your only way in. Please set a password first."),
    }

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Of what the service tells, the address alone is taken, as a suggestion: it is proved by a mail from here, since
        not each service checks it. A birth date or a picture is kept nowhere."""
        sociallogin.account.extra_data = {}
        sociallogin.email_addresses = []
        sociallogin.user.email = (data.get("email") or "").lower()
        return sociallogin.user

    def validate_disconnect(self, account: SocialAccount, accounts: Any) -> None:
        """One that is configured no more is no way in."""
        others = any(is_configured(one.provider) for one in accounts if one != account)
        if not others and not account.user.has_usable_password():
            raise self.validation_error("no_password")

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        return {"email": sociallogin.user.email}
