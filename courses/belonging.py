"""Who belongs to a community. Another app knows that; it registers its answer in `AppConfig.ready`."""

from collections.abc import Callable, Collection

Members = Callable[[Collection[int]], frozenset[int]]
_providers: dict[str, Members] = {}


def register_members(key: str, provider: Members) -> None:
    """Person ids → those of them who belong to a community now. Later wins, so that a reloaded app asks once."""
    _providers[key] = provider


def members_among(people: Collection[int]) -> frozenset[int]:
    return frozenset().union(*(provider(people) for provider in _providers.values()))
