"""What a lower app shows of higher ones, which it must not import: it declares a registry as a constant of its module, and
each higher one adds its own in `AppConfig.ready`."""

from collections.abc import Iterator, Mapping
from types import FunctionType
from typing import TypeVar

T = TypeVar("T")


class Registry(Mapping[str, T]):
    """Keys and values in their `order`, and by key where that is the same."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, tuple[int, T]] = {}

    def add(self, key: str, value: T, *, order: int = 100) -> None:
        """Once for each key. An app that is set up twice adds the same again, which changes nothing."""
        if key in self._entries and not _is_same(self._entries[key], (order, value)):
            raise ValueError(f"{self.name}: {key!r} is there already, with another value or order")
        self._entries[key] = (order, value)

    def __getitem__(self, key: str) -> T:
        if key not in self._entries:
            raise KeyError(f"{self.name}: {key!r} is none of {', '.join(self) or 'nothing'}")
        return self._entries[key][1]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._entries, key=lambda key: (self._entries[key][0], key)))

    def __len__(self) -> int:
        return len(self._entries)


def _is_same(one: tuple[int, object], other: tuple[int, object]) -> bool:
    return one == other or (one[0] == other[0] and _address(one[1]) == _address(other[1]) is not None)


def _address(value: object) -> str | None:
    """Where a module's function stands: it is the same after its module was loaded again. Other values have none."""
    if not isinstance(value, FunctionType) or "<" in value.__qualname__:
        return None
    return f"{value.__module__}.{value.__qualname__}"
