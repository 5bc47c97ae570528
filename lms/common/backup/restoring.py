"""Putting a backup back: all of it into an empty installation, or nothing."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction

from lms.common.backup import archive, files, tables
from lms.common.backup.archive import Manifest
from lms.common.backup.errors import Refused
from lms.common.integrity import earlier, triggers


def restore(source: Path, secret: str) -> Manifest:
    manifest = archive.check(source, secret)
    if earlier.is_earlier(_by_app(manifest.migrations)):
        raise Refused(earlier.ARCHIVE)
    if manifest.migrations != tables.migrations():
        raise Refused("The archive is from another version of this site. Restore it with that one, then upgrade.")
    if earlier.is_earlier_database(connection.alias):
        raise Refused(earlier.DATABASE)
    _check_empty()
    if tables.behind():
        call_command("migrate", verbosity=0, interactive=False)
    with _files_taken_back_on_failure() as written, transaction.atomic(durable=True):
        triggers.remove()
        tables.empty()
        for name, content in archive.members(source, secret):
            if archive.table_of(name):
                tables.load(content.read())
            elif name != archive.MANIFEST:
                path = files.place_of(name)
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as file:
                    written.append(path)
                    shutil.copyfileobj(content, file)
        _check_counts(manifest)
        tables.continue_numbers()
        connection.check_constraints()
        triggers.install()
    _forget()
    return manifest


def _by_app(migrations: list[str]) -> list[tuple[str, str]]:
    return [(app, name) for app, _dot, name in (one.partition(".") for one in migrations)]


def _check_empty() -> None:
    for filled in (tables.filled(), files.filled()):
        if filled:
            raise Refused(f"This installation is not empty: there is something in {filled}.")


def _check_counts(manifest: Manifest) -> None:
    models = tables.by_label()
    for label, part in manifest.tables.items():
        if tables.count(models[label]) != part.size:
            raise Refused(f"{label} has not got all of its {part.size} rows.")


@contextmanager
def _files_taken_back_on_failure() -> Iterator[list[Path]]:
    written: list[Path] = []
    try:
        yield written
    except BaseException as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, Refused) or not isinstance(error, Exception):
            raise
        # The first line only: a database puts the row that it refuses, and so personal data, into the next.
        told = str(error).partition("\n")[0]
        raise Refused(f"Putting the rows and files back failed ({type(error).__name__}: {told}).") from error


def _forget() -> None:
    """What was remembered of the empty site; and the search index is made of the rows."""
    cache.clear()
    call_command("wagtail_update_index", verbosity=0, stdout=StringIO())
