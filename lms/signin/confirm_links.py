"""The link beside the code that proves an address: for whoever reads the mail on another device. It carries the way on."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.http import urlencode

from lms.accounts.models import User
from lms.signin.mails import LINK_DAYS

_SALT = "lms.signin.confirm_links"


@dataclass(frozen=True)
class Proof:
    person: User
    then: str


def link_of(person: User, then: str) -> str:
    return f"{settings.BASE_URL}{reverse('confirm_link', args=[token_of(person, then)])}"


def token_of(person: User, then: str) -> str:
    return signing.dumps([person.pk, person.email, then], salt=_SALT, compress=True)


def sign_in_link(then: str) -> str:
    return f"{settings.BASE_URL}{sign_in_page(then)}"


def sign_in_page(then: str) -> str:
    return reverse("account_login") + (f"?{urlencode({'next': then})}" if then else "")


def opened(token: str) -> Proof | None:
    """Nothing for a link that was never made, is over, or was made for another address."""
    try:
        pk, email, then = signing.loads(token, salt=_SALT, max_age=timedelta(days=LINK_DAYS))
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=pk, email=email, is_active=True).first()
    return Proof(person, then) if person else None
