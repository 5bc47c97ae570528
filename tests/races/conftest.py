"""Race tests commit for real, so pytest-django empties every table after each. What migrations wrote is put back.

Copied inside the database: foreign keys are checked at commit, so the order of tables doesn't matter, and no signal runs.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.models import Collection


def tables() -> list[str]:
    return connection.introspection.django_table_names(only_existing=True)


def keep() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE")
        cursor.execute("CREATE SCHEMA kept")
        for table in tables():
            cursor.execute(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"')


def restore() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        named = ", ".join(f'public."{table}"' for table in tables())
        cursor.execute(f"TRUNCATE {named}")
        for table in tables():
            cursor.execute(f'INSERT INTO public."{table}" TABLE kept."{table}"')
    ContentType.objects.clear_cache()


@pytest.fixture(scope="session")
def as_migrated(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        keep()
    yield
    with django_db_blocker.unblock():
        restore()


@pytest.fixture(autouse=True)
def what_migrations_wrote(as_migrated: None, transactional_db: None) -> None:
    if not Collection.objects.exists():
        restore()
