"""What the privacy policy lists. `lms.privacy` knows what is kept, and stands above."""

from collections.abc import Callable, Sequence
from typing import Any

from lms.common.registry import Registry

KEPT: Registry[Callable[[], Sequence[Any]]] = Registry("what the privacy policy lists")


def kept() -> Sequence[Any]:
    """Each has a label, items, why and until."""
    return [data for listed in KEPT.values() for data in listed()]
