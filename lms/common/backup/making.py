"""Making a backup: the database as it is at one moment, then the files, into a name that appears when all is written."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import django
import wagtail
from django.db import connection

from lms.common import clock
from lms.common.backup import files, tables
from lms.common.backup.archive import Manifest, Writer
from lms.common.backup.errors import Refused


def make(target: Path, secret: str) -> tuple[Path, Manifest]:
    """Into the file `target`, or, when that is a folder, into a file in it that is named by the time."""
    now = clock.now()
    place = (target / f"maeul-{now:%Y%m%d-%H%M%S}.backup" if target.is_dir() else target).resolve()
    _check_place(place)
    if tables.behind():
        raise Refused("Migrations are missing here: the database belongs to another version. Run migrate first.")
    manifest = Manifest(
        made_at=now.isoformat(), database=connection.vendor, versions=_versions(), migrations=tables.migrations()
    )
    with _appearing(place) as file:
        writer = Writer(file, secret, manifest)
        with tables.snapshot():
            for label, model in tables.by_label().items():
                writer.rows(label, tables.batches(model))
        # Later than the rows: a file is stored before the row that names it is committed.
        for name, path in files.stored():
            writer.file(name, path)
        writer.finish()
    return place, manifest


def _check_place(place: Path) -> None:
    if place.exists():
        raise Refused(f"{place} is there already.")
    if not place.parent.is_dir():
        raise Refused(f"There is no folder {place.parent}.")
    for root in files.roots().values():
        if place.is_relative_to(root.resolve()):
            raise Refused(f"A backup doesn't belong into {root}: it would hold itself, and be served.")


def _versions() -> dict[str, str]:
    return {"python": platform.python_version(), "django": django.__version__, "wagtail": wagtail.__version__}


@contextmanager
def _appearing(place: Path) -> Iterator[BinaryIO]:
    """Nobody else may read it; it has its name only once it is whole and on the disk."""
    partial = place.with_name(f"{place.name}.partial")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused(
            f"{partial} is there: another backup is running, or was killed. Remove it in that case."
        ) from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.rename(place)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
