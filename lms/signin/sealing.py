"""Seeds of the second factor are sealed: from the database or a backup alone nobody makes a code.

The key comes out of SECRET_KEY. What an older key sealed is read with SECRET_KEY_FALLBACKS.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.utils.encoding import force_bytes

MARK = "sealed:"  # no seed has a colon, so one from before is told apart
SEEDS = {"totp": "secret", "recovery_codes": "seed"}  # where allauth keeps them, by the kind of row


def seal(seed: str) -> str:
    return MARK + _keys().encrypt(seed.encode()).decode()


def opened(stored: str) -> str | None:
    """Nothing for what none of the keys sealed."""
    if not stored.startswith(MARK):
        return stored
    try:
        return _keys().decrypt(stored.removeprefix(MARK).encode()).decode()
    except InvalidToken:
        return None


@transaction.atomic
def seal_all(rows: Any) -> int:
    """With today's key, whichever each was sealed with. Locked: a spare code that is used meanwhile stays used."""
    count = 0
    for row in rows.filter(type__in=SEEDS).select_for_update():
        seed = opened(row.data[SEEDS[row.type]])
        if seed is not None:
            row.data[SEEDS[row.type]] = seal(seed)
            row.save(update_fields=["data"])
            count += 1
    return count


def lost(rows: Any) -> Iterator[Any]:
    return (row for row in rows.filter(type__in=SEEDS).order_by("pk") if opened(row.data[SEEDS[row.type]]) is None)


def _keys() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str | bytes) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"lms.signin.sealing")
    return Fernet(urlsafe_b64encode(derived.derive(force_bytes(secret))))
