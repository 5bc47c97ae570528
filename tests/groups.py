"""Long walks in parts, so that the processes that run tests side by side share them."""

from collections.abc import Iterable
from typing import Any

import pytest

GROUPS = 2  # what the parts have in common is made once in each


def in_groups(name: str, parts: Iterable[Any]) -> list[Any]:
    return [
        pytest.param(part, marks=pytest.mark.xdist_group(f"{name}-{number % GROUPS}"))
        for number, part in enumerate(parts)
    ]
