from collections.abc import Iterator
from functools import cache
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection


@pytest.fixture(scope="module")
def tables_stay() -> Iterator[None]:
    """Where rows are damaged and never the tables, these are read once: it is three quarters of what `verify` takes here."""
    introspection = type(connection.introspection)
    read = introspection.get_constraints

    @cache
    def of_table(table: str) -> Any:
        with connection.cursor() as cursor:
            return read(connection.introspection, cursor, table)

    with patch.object(introspection, "get_constraints", lambda self, cursor, table: of_table(table)):
        yield
