"""Who must show a second factor, whether this session has one, and where it is set up or shown."""

import logging
import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.account.internal.stagekit import get_pending_stage
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.models import User
from lms.accounts.rules import Person, may_see_everything, roles_of
from lms.common.integrity import verify
from lms.signin import sealing

logger = logging.getLogger(__name__)
SHOWN_FOR = timedelta(hours=12)  # a working day
# Recovery codes stand in for one of these and are none by themselves.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_needed_by(user: Person) -> bool:
    """Everyone who holds a staff role now, whichever, and superusers."""
    return may_see_everything(user) or bool(roles_of(user))


def is_shown(request: HttpRequest) -> bool:
    """In this session, and not long ago: a computer that is left on in the office is nobody's way in tomorrow."""
    since = time.time() - SHOWN_FOR.total_seconds()
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" and record["at"] > since for record in records)


def is_awaited(request: HttpRequest) -> bool:
    """This session is half signed in. Asked at each request, so a role given meanwhile counts at once."""
    return (
        settings.SECOND_FACTOR_REQUIRED
        and request.user.is_authenticated
        and not is_shown(request)
        and is_needed_by(request.user)
    )


def kinds_of(user: Person) -> set[str]:
    return set(Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).values_list("type", flat=True))


def waits_to_show(request: HttpRequest) -> User | None:
    """Who has shown a password and not yet the second factor that they have: on the way in, or half signed in."""
    stage = get_pending_stage(request)
    if stage and stage.key == AuthenticateStage.key:
        person: User | None = stage.login.user
        return person
    user = request.user
    return user if isinstance(user, User) and is_awaited(request) and kinds_of(user) else None


def next_step(request: HttpRequest) -> str:
    """Where to set a second factor up, or to show the one that is set up. A page that was asked for comes after it."""
    kinds = kinds_of(request.user)
    if not kinds:
        return reverse("mfa_index")
    view = "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"
    asked = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("home_of_person")
    return f"{reverse(view)}?{urlencode({'next': asked})}"


def set_up(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Setting one up takes the code or the touch that showing it takes, so this session has shown it."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def taken_away(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Who has none any more has shown none."""
    if not kinds_of(user):
        records = get_authentication_records(request, user)
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [r for r in records if r.get("method") != "mfa"]


def for_templates(request: HttpRequest) -> dict[str, Any]:
    """Asked only where a page says something about it: the bar where staff get in by password alone, and the set-up."""
    if not hasattr(request, "user"):  # an error page from before the session was read
        return {}
    return {
        "second_factor_is_off": SimpleLazyObject(
            lambda: not settings.SECOND_FACTOR_REQUIRED and is_needed_by(request.user)
        ),
        "second_factor_is_awaited": SimpleLazyObject(lambda: is_awaited(request)),
    }


def signed_in_just_now(request: HttpRequest) -> bool:
    """By password, minutes ago: the same password asked for once more would prove nothing new."""
    records = [r for r in get_authentication_records(request, request.user) if r.get("method") == "password"]
    return bool(records and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT)


def second_factors_open() -> Iterable[str]:
    return verify.rows(sealing.lost(Authenticator.objects.all()))


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That code is not right. Please type the one that is shown now."),
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Where the key is lost, a seed that nobody has: every code is a wrong one."""
        seed = sealing.opened(encrypted_text)
        if seed is None:
            logger.error("A second factor was sealed with another SECRET_KEY; `manage.py verify` names the rows.")
        return seed or generate_totp_secret()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Key %(number)s") % {"number": count + 1}
