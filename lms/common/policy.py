"""What the privacy policy lists. `lms.accounts` knows the topics; this app must not import it."""

from collections.abc import Callable, Sequence
from typing import Any

_topics: Callable[[], Sequence[Any]] = tuple


def set_topics(topics: Callable[[], Sequence[Any]]) -> None:
    global _topics
    _topics = topics


def topics() -> Sequence[Any]:
    """Each has a label, items, why and until."""
    return _topics()
