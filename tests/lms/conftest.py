from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction


@pytest.fixture(autouse=True)
def nobody_has_tried_yet() -> Iterator[None]:
    """Tries are counted in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows a commit follows at once, inside the request, as on a server; the test's own transaction never ends."""
    monkeypatch.setattr(transaction, "on_commit", lambda call, **kwargs: call())
