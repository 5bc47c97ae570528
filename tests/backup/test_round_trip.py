"""What is put back is what was there: on either database, sealed or not, and all of it or nothing."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.test import Client

from lms.accounts.models import Centre, User
from lms.common.backup import archive, tables
from lms.common.backup.errors import Refused
from lms.common.backup.making import make
from lms.common.backup.restoring import restore
from lms.common.integrity import triggers
from mentoring.coaching.models import Engagement
from tests.backup import world
from tests.backup.world import Folders
from tests.committing import rows
from tests.factories import people
from tests.lms.common.integrity.test_verify import write_logs

pytestmark = [pytest.mark.usefixtures("real_commits"), pytest.mark.django_db(transaction=True)]
KEY = "k" * 32


def test_an_installation_with_somebody_in_it_takes_no_backup(folders: Folders) -> None:
    made, _manifest = make(folders.archives, "")
    people.user()
    before = rows()
    with pytest.raises(Refused, match="not empty: there is something in accounts_user"):
        restore(made, "")
    assert rows() == before


def test_an_installation_with_a_file_in_it_takes_no_backup(folders: Folders) -> None:
    made, _manifest = make(folders.archives, "")
    folders.private.mkdir()
    (folders.private / "one.pdf").write_bytes(b"%PDF")
    with pytest.raises(Refused, match=r"not empty: there is something in .*private"):
        restore(made, "")
    assert folders.content() == {"private/one.pdf": b"%PDF"}


@pytest.mark.parametrize("key", ["", KEY])
def test_everything_comes_back(folders: Folders, key: str) -> None:
    person = world.build()
    before, content = rows(), folders.content()
    made, manifest = make(folders.archives, key)
    world.empty_again(folders)

    assert restore(made, key) == manifest
    assert rows() == before
    assert folders.content() == content
    assert len(content) == 2
    assert triggers.installed(connection) == {trigger.full_name for trigger in triggers.wanted(connection)}

    client = Client()
    answer = client.post("/accounts/login/", {"login": person.email, "password": world.PASSWORD})
    assert (answer.status_code, client.get("/my/notifications/").status_code) == (302, 200)
    assert people.user().pk > person.pk


def test_a_second_backup_of_what_came_back_is_the_same(folders: Folders) -> None:
    world.build()
    made, manifest = make(folders.archives / "first.backup", "")
    world.empty_again(folders)
    restore(made, "")
    _made, second = make(folders.archives / "second.backup", "")
    assert (second.tables, second.files) == (manifest.tables, manifest.files)


def test_what_fails_half_way_leaves_the_installation_empty(folders: Folders, settings: Any) -> None:
    world.build()
    before = rows()
    made, _manifest = make(folders.archives, "")
    world.empty_again(folders)
    # The rows and the files of media are in by the time that the private ones find no place.
    blocked = folders.archives / "a file"
    blocked.touch()
    settings.PRIVATE_ROOT = blocked / "private"
    empty = rows()
    with pytest.raises(Refused, match="NotADirectoryError"):
        restore(made, "")
    assert (rows(), folders.content()) == (empty, {})
    assert triggers.installed(connection) == {trigger.full_name for trigger in triggers.wanted(connection)}

    settings.PRIVATE_ROOT = folders.private
    restore(made, "")
    assert rows() == before


def test_every_table_is_in_a_backup() -> None:
    there = {name for name in connection.introspection.table_names() if not name.startswith("wagtailsearch_")}
    assert {model._meta.db_table for model in tables.models()} == there - {"django_migrations"}


def test_a_backup_of_another_version_is_refused(folders: Folders) -> None:
    _made, manifest = make(folders.archives, "")
    other = archive.Manifest("", "", {}, [*manifest.migrations, "visits.9999_later"])
    with (folders.archives / "other").open("wb") as file:
        archive.Writer(file, "", other).finish()
    with pytest.raises(Refused, match="another version"):
        restore(folders.archives / "other", "")


# ── the moment that a backup shows


def counted_before_and_after_a_sign_up() -> tuple[int, int]:
    """As seen by one transaction, while another connection commits in between."""

    def sign_up() -> None:
        people.user()
        connections.close_all()

    before = User.objects.count()
    with ThreadPoolExecutor(1) as other:
        other.submit(sign_up).result()
    return before, User.objects.count()


@pytest.mark.postgres
def test_what_is_committed_meanwhile_is_not_in_it() -> None:
    with tables.snapshot():
        assert counted_before_and_after_a_sign_up() == (0, 0)
    assert User.objects.count() == 1


@pytest.mark.postgres
def test_control_an_ordinary_transaction_sees_it() -> None:
    with transaction.atomic():
        assert counted_before_and_after_a_sign_up() == (0, 1)


# ── the commands


def test_the_commands_say_what_they_did(folders: Folders, settings: Any) -> None:
    settings.BACKUP_KEY = KEY
    world.build()
    write_logs()
    out = StringIO()
    call_command("backup", str(folders.archives), stdout=out)
    (made,) = folders.archives.iterdir()
    assert made.stat().st_mode & 0o777 == 0o600
    count = archive.check(made, KEY).rows
    assert out.getvalue() == f"{made}: {count} rows, 2 files, encrypted\n"
    world.empty_again(folders)
    out = StringIO()
    call_command("restore", str(made), stdout=out)
    assert out.getvalue().startswith(f"Restored {count} rows and 2 files of 20")


def test_restore_fails_when_something_does_not_hold(folders: Folders) -> None:
    world.build()
    Engagement.objects.update(centre=Centre.objects.exclude(pk=Engagement.objects.get().centre_id).first())
    call_command("backup", str(folders.archives), stdout=StringIO())
    world.empty_again(folders)
    err = StringIO()
    (made,) = folders.archives.iterdir()
    with pytest.raises(CommandError, match="Everything is back, but verify finds"):
        call_command("restore", str(made), stdout=StringIO(), stderr=err)
    assert "belongs to another centre" in err.getvalue()
    assert Engagement.objects.count() == 1


@pytest.mark.parametrize("place", ["archives/taken", "media/new", "nowhere/new"])
def test_a_backup_is_not_written_where_it_does_not_belong(folders: Folders, place: str) -> None:
    folders.media.mkdir()
    taken = folders.archives / "taken"
    taken.write_bytes(b"of yesterday")
    with pytest.raises(CommandError, match=r"is there already|hold itself|There is no folder"):
        call_command("backup", str(folders.archives.parent / place))
    assert taken.read_bytes() == b"of yesterday"
    assert [path.name for path in Path(folders.archives).iterdir()] == ["taken"]
