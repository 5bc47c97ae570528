"""Who belongs to a community. Another app knows that; it registers its answer in `AppConfig.ready`."""

from collections.abc import Callable, Collection

from lms.common.registry import Registry

# Person ids → those of them who belong to a community now.
Members = Callable[[Collection[int]], frozenset[int]]
MEMBERS: Registry[Members] = Registry("members of communities")


def members_among(people: Collection[int]) -> frozenset[int]:
    return frozenset().union(*(provider(people) for provider in MEMBERS.values()))
