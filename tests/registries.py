from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lms.common.registry import Registry


@contextmanager
def emptied(registry: Registry[Any]) -> Iterator[None]:
    """Nothing is there but what the block adds; after it, all is as it was."""
    before, registry._entries = registry._entries, {}
    try:
        yield
    finally:
        registry._entries = before


@contextmanager
def only(registry: Registry[Any], *keys: str) -> Iterator[None]:
    """Nothing else is there in the block: what a page costs is counted without what a new topic adds to it."""
    before = registry._entries
    registry._entries = {key: before[key] for key in keys}
    try:
        yield
    finally:
        registry._entries = before
