"""For tests that commit for real: the test database as it was migrated, kept once and put back after each of them.

On PostgreSQL it is copied inside the database: foreign keys are checked at commit, so the order of tables doesn't matter,
and no signal runs. On SQLite the whole file is copied, triggers and all. Django itself would empty every table and send
`post_migrate`, which takes half a second and leaves less.
"""

import sqlite3
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase

_file = sqlite3.connect(":memory:", check_same_thread=False)


@cache
def tables() -> list[str]:
    return connection.introspection.django_table_names(only_existing=True)


@cache
def keep() -> list[str]:
    """The tables in which migrations wrote something. Once: each folder that asks for the fixture has it anew."""
    filled: list[str] = []
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.backup(_file)
        return filled
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS kept CASCADE")
        cursor.execute("CREATE SCHEMA kept")
        for table in tables():
            cursor.execute(f'SELECT EXISTS(SELECT FROM public."{table}")')  # noqa: S608 - a table of ours
            if cursor.fetchone() == (True,):
                cursor.execute(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"')
                filled.append(table)
    return filled


def put_back() -> None:
    ContentType.objects.clear_cache()
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        _file.backup(connection.connection)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        named = ", ".join(f'public."{table}"' for table in tables())
        cursor.execute(f"TRUNCATE {named}")
        for table in keep():
            cursor.execute(f'INSERT INTO public."{table}" TABLE kept."{table}"')


@pytest.fixture(scope="session")
def as_migrated(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        keep()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: put_back())
        yield


@pytest.fixture
def real_commits(as_migrated: None, transactional_db: None) -> None:
    pass


def rows() -> dict[str, list[str]]:
    """Every table as the database shows it, without the search index."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if not table.startswith("wagtailsearch_"):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table of ours
                found[table] = sorted(map(repr, cursor.fetchall()))
    return found
