"""Seeds of the second factor are sealed: from the database or a backup alone nobody makes a code."""

from collections.abc import Iterator
from typing import Any

from cryptography.fernet import InvalidToken, MultiFernet
from django.db import transaction

from lms.common import sealing

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
    return sealing.keys("lms.signin.sealing")
