"""Race tests commit for real, so pytest-django empties every table after each. What migrations wrote is put back."""

import pytest
from wagtail.models import Collection

from tests.committing import as_migrated, put_back

__all__ = ["as_migrated"]


@pytest.fixture(autouse=True)
def what_migrations_wrote(as_migrated: None, transactional_db: None) -> None:
    if not Collection.objects.exists():
        put_back()
