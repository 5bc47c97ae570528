"""The sample world with what is tried in it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from tests.matrix import world


@pytest.fixture(scope="module")
def things(sample_data: None, django_db_blocker: Any) -> Iterator[dict[str, dict[str, Any]]]:
    """Sessions are in the database alone, where the walk undoes them."""
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.db"):
        with django_db_blocker.unblock():
            world.build()
            things = world.things()
        yield things
