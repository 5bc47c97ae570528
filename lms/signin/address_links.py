"""The link that changes somebody's e-mail address. It carries the wish, signed, and nothing is stored until it is pressed:
an address that is only wished for belongs to nobody and shuts nobody out."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

from lms.accounts.models import User
from lms.signin.mails import LINK_DAYS

_SALT = "lms.signin.address_links"


@dataclass(frozen=True)
class AddressWish:
    person: User
    email: str


def token_of(person: User, email: str) -> str:
    return signing.dumps([person.pk, email, stamp(person)], salt=_SALT)


def link_of(person: User, email: str) -> str:
    return f"{settings.BASE_URL}{reverse('address_link', args=[token_of(person, email)])}"


def opened(token: str) -> AddressWish | None:
    """Nothing for a link that was never made, is over, or was made before the password or the address changed. One that
    has done its work is still a wish: the address is the person's."""
    try:
        pk, email, rested_on = signing.loads(token, salt=_SALT, max_age=timedelta(days=LINK_DAYS))
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=pk, is_active=True).first()
    if person and (person.email == email or stamp(person) == rested_on):
        return AddressWish(person, email)
    return None


def stamp(person: User) -> str:
    """Of what the wish rests on: whoever sets a new password or ends all sessions ends wishes of a stranger, too."""
    rests_on = f"{person.email}\n{person.password}\n{person.sessions_ended}"
    return salted_hmac(_SALT, rests_on, algorithm="sha256").hexdigest()[:32]
