"""What the database itself refuses, whoever asks and by whichever way: a second line behind the domain functions.

One condition in SQL that both databases read is written once. Triggers are installed after every `migrate`, since SQLite
drops those of a table that it rebuilds; `verify` compares what is there with this list.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from lms.common import clock
from lms.common.registry import Registry

Event = Literal["INSERT", "UPDATE", "DELETE"]
PREFIX = "maeul_"


@dataclass(frozen=True)
class Trigger:
    """Refuses the event on a row of the model for which the condition on OLD and NEW holds."""

    name: str  # without the prefix; it is what the error says
    model: str  # "common.StateChange", or that of a many-to-many's through table
    event: Event
    condition: str
    only: str = ""  # "sqlite": what an exclusion or check constraint holds on PostgreSQL

    @property
    def full_name(self) -> str:
        return PREFIX + self.name

    @property
    def table(self) -> str:
        return apps.get_model(self.model)._meta.db_table


TRIGGERS: Registry[Trigger] = Registry("triggers")  # by name, filled by the app that owns the tables


def append_only(name: str, model: str, *, moment: str = "at") -> tuple[Trigger, Trigger]:
    """Rows never change, and go only while `destroying` or `erasing` allows it."""
    return (
        Trigger(f"{name}_unchanged", model, "UPDATE", "TRUE"),
        Trigger(f"{name}_kept", model, "DELETE", unpermitted(model, moment)),
    )


def losing_words(name: str, model: str, *, keeps: list[str], moment: str) -> tuple[Trigger, Trigger]:
    """Append-only rows with a reason about a person: `erasing` lets it go once they have left, and nothing else of it."""
    refused = f"{changed(keeps)} OR NEW.reason <> '' OR {unpermitted(model)}"
    return (
        Trigger(f"{name}_unchanged", model, "UPDATE", refused),
        Trigger(f"{name}_kept", model, "DELETE", unpermitted(model, moment)),
    )


def unpermitted(model: str, moment: str = "") -> str:
    """Neither is this row being erased, nor are rows as old as it being destroyed."""
    of_row = "permit.row_id = OLD.id"
    which = f"({of_row} OR OLD.{moment} < permit.older_than)" if moment else of_row
    permit = (
        "SELECT 1 FROM common_destruction AS permit "
        f"WHERE permit.subject = '{model.lower()}' AND permit.ended_at IS NULL AND {which}"
    )
    return f"NOT EXISTS ({permit})"


def superseding(name: str, model: str, *, same: Sequence[str]) -> Trigger:
    """A correction (`lms.common.records.corrections`) is of the same thing as the row that it supersedes."""
    alike = " AND ".join(f"before.{column} = NEW.{column}" for column in same)
    table = model.lower().replace(".", "_")
    before = f"SELECT 1 FROM {table} AS before WHERE before.id = NEW.supersedes_id AND {alike}"
    return Trigger(
        f"{name}_corrects_its_own", model, "INSERT", f"NEW.supersedes_id IS NOT NULL AND NOT EXISTS ({before})"
    )


def changed(columns: list[str]) -> str:
    """One of these columns gets another value."""
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


@contextmanager
def destroying(model: type[models.Model], *, older_than: datetime) -> Iterator[None]:
    """Rows of an append-only table that are older may be deleted inside; no other connection ever sees the permit."""
    with _permit(model, older_than=older_than):
        yield


@contextmanager
def erasing(row: models.Model) -> Iterator[None]:
    """This row alone may go inside, or lose what its triggers list as the words of people."""
    with _permit(type(row), row_id=row.pk):
        yield


@contextmanager
def _permit(model: type[models.Model], **which: Any) -> Iterator[None]:
    from lms.common.models import Destruction

    with transaction.atomic():
        permit = Destruction.objects.create(subject=model._meta.label_lower, begun_at=clock.now(), **which)
        yield
        permit.ended_at = clock.now()
        permit.save(update_fields=["ended_at"])


def install(sender: AppConfig | None = None, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Put in place the triggers of one app's tables, or of all, and take away those that the list no longer has."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if "common_destruction" not in tables:
            return
        for name in installed(connection) - {trigger.full_name for trigger in wanted(connection)}:
            cursor.execute(_drop(connection, name))
        for trigger in wanted(connection):
            ours = sender is None or apps.get_model(trigger.model)._meta.app_label == sender.label
            if ours and trigger.table in tables:
                for statement in _create(connection, trigger):
                    cursor.execute(statement)


def make_way(using: str, plan: Sequence[object] = (), **_signal: Any) -> None:
    """Before tables change: SQLite refuses to build one anew that a trigger of another table names."""
    if plan:
        remove(using)


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """For what must empty every table, such as a restore before it begins."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name in installed(connection):
            cursor.execute(_drop(connection, name))


def wanted(connection: BaseDatabaseWrapper) -> list[Trigger]:
    return [trigger for trigger in TRIGGERS.values() if trigger.only in ("", connection.vendor)]


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """Full names of the triggers that are there."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND starts_with(tgname, %s)"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB %s || '*'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [PREFIX])
        return {name for (name,) in cursor.fetchall()}


def _create(connection: BaseDatabaseWrapper, trigger: Trigger) -> list[str]:
    name, table, said = trigger.full_name, trigger.table, f"refused by {trigger.name}"
    if connection.vendor == "postgresql":
        back = "OLD" if trigger.event == "DELETE" else "NEW"
        return [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {trigger.condition} THEN "
            f"RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {back}; END $$",
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {trigger.event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    # SQLite learnt IS DISTINCT FROM in 3.39; its own IS NOT says the same.
    condition = trigger.condition.replace("IS DISTINCT FROM", "IS NOT")
    return [
        _drop(connection, name),
        f"CREATE TRIGGER {name} BEFORE {trigger.event} ON {table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{said}'); END",
    ]


def _drop(connection: BaseDatabaseWrapper, name: str) -> str:
    if connection.vendor == "postgresql":
        return f"DROP FUNCTION IF EXISTS {name}() CASCADE"
    return f"DROP TRIGGER IF EXISTS {name}"


def in_states(states: frozenset[str]) -> str:
    return ", ".join(f"'{state}'" for state in sorted(states))
