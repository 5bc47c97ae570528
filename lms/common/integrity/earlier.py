"""A database or an archive from before the first release, whose tables had other names: none of it can be upgraded, and
half a migration would leave neither the old nor the new."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.recorder import MigrationRecorder

# Apps that became several. Whatever else stood beside them had its first migration under a name of today.
APPS = frozenset({"courses", "mentoring"})
MIGRATIONS = frozenset(
    {
        ("accounts", "0002_region_map"),
        ("accounts", "0003_consents"),
        ("accounts", "0004_sessions_ended"),
        ("accounts", "0005_erasure"),
        ("accounts", "0006_invitation"),
        ("accounts", "0007_seal_second_factors"),
        ("cms", "0002_plural_names"),
        ("cms", "0003_private_documents"),
        ("common", "0002_destruction"),
        ("common", "0003_access_log"),
        ("common", "0004_sign_ins"),
        ("common", "0005_photos_taken_out"),
        ("common", "0006_background"),
    }
)
DATABASE = (
    "This database was made by a trial version from before the first release, whose tables no later version can take over; "
    "nothing was changed in it. Set DATABASE_URL to an empty database (or move the SQLite file away) and run migrate. "
    "There was no installation before the first release, so nothing has to be carried over."
)
ARCHIVE = (
    "The archive was made by a trial version from before the first release, whose tables no later version can take over. "
    "Begin with an empty database: run migrate, and restore nothing. "
    "There was no installation before the first release, so nothing has to be carried over."
)


def is_earlier(applied: Iterable[tuple[str, str]]) -> bool:
    """Of migrations by app and name."""
    return any(app in APPS or (app, name) in MIGRATIONS for app, name in applied)


def is_earlier_database(using: str) -> bool:
    return is_earlier(MigrationRecorder(connections[using]).applied_migrations())


def refuse_before_migrating(using: str, **_signal: Any) -> None:
    """A receiver of `pre_migrate`, which comes before anything is written, whoever called `migrate`."""
    if is_earlier_database(using):
        raise CommandError(DATABASE)


def refuse_to_serve() -> None:
    """For the start of the server. One whose database doesn't answer yet starts; /readyz says when it does."""
    try:
        earlier = is_earlier_database(DEFAULT_DB_ALIAS)
    except DatabaseError:
        return
    finally:
        connections[DEFAULT_DB_ALIAS].close()  # a worker that is forked off opens its own
    if earlier:
        raise ImproperlyConfigured(DATABASE)
