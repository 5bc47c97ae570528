"""Every row of every table, as lines of Django's own serializer: the same on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from itertools import islice
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

ROWS = 200  # in memory at a time
# The search index has another form on each database; it is built again from the pages.
DERIVED = {"wagtailsearch"}


class Exact(DjangoJSONEncoder):
    """Django's encoder cuts moments to milliseconds; what is put back must be what was there."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime | time) else super().default(o)


def models() -> list[type[Model]]:
    """One for each table that holds something of its own, those of many-to-many relations included.

    Foreign keys are judged at the end, so the order is free but for content types: a page that is built looks for its own,
    and would make a new one.
    """
    everything = apps.get_models(include_auto_created=True)
    kept = [
        model
        for model in everything
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in DERIVED
    ]
    return sorted(kept, key=lambda model: model is not ContentType)


@contextmanager
def snapshot() -> Iterator[None]:
    """One moment of the database: what is committed while this lasts is not seen."""
    with transaction.atomic(durable=True):
        # On SQLite the transaction itself is one.
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def batches(model: type[Model]) -> Iterator[tuple[int, bytes]]:
    """How many rows, and their lines."""
    # Only the table's own columns: the serializer would put a relation's rows into the row of its owner.
    columns = [field.name for field in model._meta.local_concrete_fields]
    rows = model._base_manager.order_by("pk").iterator(chunk_size=ROWS)
    while batch := list(islice(rows, ROWS)):
        yield len(batch), serializers.serialize("jsonl", batch, fields=columns, cls=Exact).encode()


def load(lines: bytes) -> None:
    """Insert the rows of one batch as they are: no signal, no date of today.

    Split here, at the line feed alone: Django's reader also splits at the separators that a text may hold.
    """
    rows = [read.object for read in serializers.deserialize("jsonl", lines.decode().split("\n"))]
    model = type(rows[0])
    columns = model._meta.local_concrete_fields
    size = connection.ops.bulk_batch_size(columns, rows)
    for start in range(0, len(rows), size):
        # A page's row is in two tables; `bulk_create` refuses those, what is under it doesn't.
        model._base_manager._insert(rows[start : start + size], columns, using=connection.alias, raw=True)  # type: ignore[attr-defined]


def empty() -> None:
    """Take out what `migrate` put in."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    statements = connection.ops.sql_flush(no_style(), tables, reset_sequences=False, allow_cascade=False)
    connection.ops.execute_sql_flush(statements)
    ContentType.objects.clear_cache()


def continue_numbers() -> None:
    """The next row's number follows the highest that is there. SQLite does so by itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models()):
            cursor.execute(statement)


def count(model: type[Model]) -> int:
    return model._base_manager.count()


def filled() -> str:
    """The table of accounts if there is one, or nothing. Whatever else a person entered, an account came before it."""
    accounts = get_user_model()
    table = accounts._meta.db_table
    there = table in connection.introspection.table_names() and accounts._base_manager.exists()
    return table if there else ""


def migrations() -> list[str]:
    """The state that the code asks for: the last migration of each app."""
    return sorted(f"{app}.{name}" for app, name in MigrationExecutor(connection).loader.graph.leaf_nodes())


def behind() -> bool:
    """Some migration isn't applied yet."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def by_label() -> dict[str, type[Model]]:
    return {model._meta.label_lower: model for model in models()}
