"""The link of an invitation. It is made from the row whenever it is needed and is stored nowhere.

There are two for each invitation: one leaves by e-mail, one is shown to the office to hand on. The first proves that
its reader has the address; the second proves only that the office gave it to them.
"""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from lms.invitations.models import Invitation

MAILED, HANDED_ON = "m", "h"
_SALT = "lms.invitations.links"


@dataclass(frozen=True)
class Opened:
    invitation: Invitation
    came_by_mail: bool


def new_nonce() -> str:
    return secrets.token_urlsafe(16)  # 128 bits


def token_of(invitation: Invitation, way: str) -> str:
    return _signer().sign(f"{invitation.pk}~{invitation.nonce}~{way}")


def link_of(invitation: Invitation, way: str) -> str:
    return f"{settings.BASE_URL}{reverse('invitation', args=[token_of(invitation, way)])}"


def opened(token: str) -> Opened | None:
    """The invitation of a link, in whatever state it is. Nothing for a link that was never made or was replaced."""
    try:
        number, nonce, way = _signer().unsign(token).split("~")
    except (BadSignature, ValueError):
        return None
    rows = Invitation.objects.select_related("centre", "accepted_by", "invited_by")
    found = rows.filter(pk=int(number), nonce=nonce).first()
    return Opened(found, way == MAILED) if found else None


def _signer() -> Signer:
    return Signer(salt=_SALT, sep="~")
