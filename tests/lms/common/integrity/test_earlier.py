"""What is from before the first release is refused in a sentence that says what to do, and stays as it is."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from wagtail.signal_handlers import connect_reference_index_signal_handlers

from lms.common.backup import archive
from lms.common.backup.errors import Refused
from lms.common.backup.restoring import restore
from lms.common.integrity import earlier

WHAT_TO_DO = "Set DATABASE_URL to an empty database"
NO_INSTALLATION = "There was no installation before the first release"


@pytest.mark.parametrize(
    ("applied", "expected"),
    [
        ([], False),
        ([("accounts", "0001_initial"), ("visits", "0002_exclusions"), ("auth", "0001_initial")], False),
        ([("courses", "0001_initial")], True),
        ([("accounts", "0001_initial"), ("mentoring", "0003_exclusions")], True),
        ([("accounts", "0001_initial"), ("accounts", "0002_region_map")], True),
        ([("common", "0006_background")], True),
    ],
)
def test_what_is_from_before(applied: list[tuple[str, str]], expected: bool) -> None:
    assert earlier.is_earlier(applied) is expected


def test_no_migration_of_today_counts_as_one_from_before() -> None:
    assert not earlier.is_earlier(MigrationLoader(None).disk_migrations)


# ── migrate


@pytest.fixture
def references_are_followed() -> Iterator[None]:
    """Wagtail stops following them before `migrate` and begins anew after it, to which a refusal doesn't come."""
    yield
    connect_reference_index_signal_handlers()


@pytest.mark.django_db
@pytest.mark.usefixtures("references_are_followed")
def test_migrate_refuses_before_it_writes_anything() -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_applied("courses", "0001_initial")
    recorder.record_unapplied(*MigrationLoader(connection).graph.leaf_nodes("learning")[0])
    before = recorder.applied_migrations().keys()
    with pytest.raises(CommandError, match=f"{WHAT_TO_DO}.*{NO_INSTALLATION}"):
        call_command("migrate", verbosity=0, interactive=False)
    assert recorder.applied_migrations().keys() == before


@pytest.mark.django_db
def test_a_database_of_today_is_migrated() -> None:
    out = StringIO()
    call_command("migrate", interactive=False, stdout=out)
    assert "No migrations to apply" in out.getvalue()


def history() -> set[tuple[str, str]]:
    """What a database of the last trial version has on record."""
    others = {one for one in MigrationLoader(None).disk_migrations if not is_ours(one[0])}
    first = {(app, "0001_initial") for app in ("accounts", "cms", "common", "notifications", *earlier.APPS)}
    return others | first | earlier.MIGRATIONS


def is_ours(label: str) -> bool:
    return apps.get_app_config(label).name in settings.TOPICS


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.sqlite3"
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied datetime)")
        file.executemany(
            "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2026-01-01')", sorted(history())
        )
        file.execute("CREATE TABLE courses_enrolment (id integer PRIMARY KEY)")
    file.close()
    return path


def run(database: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
        "DATABASE_URL": f"sqlite:///{database}",
    }
    return subprocess.run(
        [sys.executable, *arguments], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60
    )


def tables(path: Path) -> set[str]:
    with sqlite3.connect(path) as file:
        found = {name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    file.close()
    return found


@pytest.mark.once
def test_the_command_leaves_an_old_file_as_it_is(old: Path) -> None:
    before = tables(old)
    ended = run(old, "manage.py", "migrate", "--noinput", "--skip-checks")
    assert (ended.returncode, ended.stderr.strip()) == (1, f"CommandError: {earlier.DATABASE}")
    assert tables(old) == before


# ── the server


@pytest.mark.once
@pytest.mark.parametrize("module", ["lms.wsgi", "lms.asgi"])
def test_the_server_does_not_start_on_an_old_database(old: Path, module: str) -> None:
    ended = run(old, "-c", f"import {module}")
    assert (ended.returncode, ended.stderr.strip().splitlines()[-1]) == (
        1,
        f"django.core.exceptions.ImproperlyConfigured: {earlier.DATABASE}",
    )


@pytest.mark.once
def test_it_starts_on_an_empty_one_and_on_one_that_does_not_answer(tmp_path: Path) -> None:
    for database in (tmp_path / "new.sqlite3", tmp_path / "no folder" / "new.sqlite3"):
        ended = run(database, "-c", "import lms.wsgi")
        # Which scripts a machine has fonts for is another matter (tests/lms/common/files/test_scripts.py).
        assert (ended.returncode, [one for one in ended.stderr.splitlines() if "No font" not in one]) == (0, [])


@pytest.mark.django_db
def test_readyz_is_not_ready_on_an_old_database() -> None:
    assert Client().get("/readyz").status_code == 200
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.exclude(app__in=["accounts", "cms", "common", "notifications"]).delete()
    recorder.record_applied("courses", "0001_initial")
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready")


# ── restore


def archive_of(place: Path, migrations: list[str]) -> Path:
    with place.open("wb") as file:
        archive.Writer(file, "", archive.Manifest("", "", {}, migrations)).finish()
    return place


@pytest.mark.django_db
def test_an_old_archive_is_refused(tmp_path: Path) -> None:
    place = archive_of(tmp_path / "old.backup", ["accounts.0007_seal_second_factors", "courses.0003_erasure"])
    with pytest.raises(Refused) as refused:
        restore(place, "")
    assert str(refused.value) == earlier.ARCHIVE
    assert "Begin with an empty database" in earlier.ARCHIVE
    assert NO_INSTALLATION in earlier.ARCHIVE


@pytest.mark.django_db
def test_an_archive_of_today_is_not_put_into_an_old_database(tmp_path: Path) -> None:
    from lms.common.backup import tables as rows

    place = archive_of(tmp_path / "new.backup", rows.migrations())
    MigrationRecorder(connection).record_applied("courses", "0001_initial")
    with pytest.raises(Refused) as refused:
        restore(place, "")
    assert str(refused.value) == earlier.DATABASE
