from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lms.common.registry import Registry


@contextmanager
def emptied(registry: Registry[Any]) -> Iterator[None]:
    """Nothing is registered but what the block registers; after it, all is as it was."""
    before, registry._entries = registry._entries, {}
    try:
        yield
    finally:
        registry._entries = before


@contextmanager
def added(registry: Registry[Any], value: Any, *, key: str = "key") -> Iterator[None]:
    """One more stands in the registry; after the block, all is as it was."""
    before = dict(registry._entries)
    registry.register_each([value], key=key)
    try:
        yield
    finally:
        registry._entries = before
