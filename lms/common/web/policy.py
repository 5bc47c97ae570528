"""What the privacy policy lists. `lms.privacy` knows what is kept, and stands above."""

from collections.abc import Callable, Sequence
from typing import Any

from lms.common.registry import Registry

KEPT: Registry[Callable[[], Sequence[Any]]] = Registry("what the privacy policy lists")

OFFICERS: Registry[Callable[[], Sequence[Any]]] = Registry("who answers for personal data")


def officers() -> Sequence[Any]:
    """Each has a centre (none is the site), the officer's name, position, phone and e-mail, and terms."""
    return [notice for listed in OFFICERS.values() for notice in listed()]


def kept() -> Sequence[Any]:
    """Each has a label, items, why and until."""
    return [data for listed in KEPT.values() for data in listed()]
