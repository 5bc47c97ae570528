"""Race tests commit for real."""

import pytest

from tests.committing import as_migrated, real_commits

__all__ = ["as_migrated", "real_commits"]


@pytest.fixture(autouse=True)
def commits_for_real(real_commits: None) -> None:
    pass
