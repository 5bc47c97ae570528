"""What the privacy policy lists. `lms.privacy` knows the topics, and stands above."""

from collections.abc import Callable, Sequence
from typing import Any

from lms.common.registry import Registry

TOPICS: Registry[Callable[[], Sequence[Any]]] = Registry("topics of the privacy policy")


def topics() -> Sequence[Any]:
    """Each has a label, items, why and until."""
    return [topic for listed in TOPICS.values() for topic in listed()]
