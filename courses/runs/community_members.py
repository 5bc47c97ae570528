"""Who belongs to a community. Another app knows that; it registers its answer in `AppConfig.ready`."""

from collections.abc import Callable, Mapping
from datetime import date

from lms.common.registry import Registry

# Person ids, each with a day of the past or None for now → those of them who belong to a community then.
Days = Mapping[int, date | None]
Members = Callable[[Days], frozenset[int]]
MEMBERS: Registry[Members] = Registry("members of communities")


def members_among(days: Days) -> frozenset[int]:
    return frozenset().union(*(provider(days) for provider in MEMBERS.values()))
