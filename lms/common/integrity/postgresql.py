"""What PostgreSQL alone can hold. SQLite has triggers in its place, and its single writer keeps two at once apart."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps


def on_postgresql(*, add: tuple[str, ...], take_away: tuple[str, ...]) -> RunPython:
    """A step of a migration: these statements there, nothing elsewhere."""

    def forwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        _execute(editor, add)

    def backwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        _execute(editor, take_away)

    return RunPython(forwards, backwards)


def _execute(editor: BaseDatabaseSchemaEditor, statements: tuple[str, ...]) -> None:
    if editor.connection.vendor == "postgresql":
        for statement in statements:
            editor.execute(statement)
