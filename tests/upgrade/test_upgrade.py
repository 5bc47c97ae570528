"""An installation of the first release is brought to this version by `migrate`, with everything in it, and holds."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from lms.common.backup import tables
from lms.common.integrity import verify
from lms.common.records import statelog
from mentoring.coaching.models import CoachingRequest
from tests.databases.templates import copied
from tests.upgrade import start


@pytest.fixture
def first_release(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), copied(start.STARTED, f"{connection.settings_dict['NAME']}_upgrade"):
        start.write_rows(start.state())
        yield


def test_what_the_first_release_held_is_there_and_holds(first_release: None) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    assert not tables.behind()
    assert list(verify.findings()) == []
    row = CoachingRequest.objects.select_related("community__field", "created_by__dong", "centre__region").get()
    assert (row.get_state_display(), row.community.name, row.community.field.name) == ("보냄", "예시공동체", "돌봄")
    assert (row.created_by.email, str(row.created_by.dong), row.centre.region.name) == (
        "one@example.org",
        "예시동",
        "예시구",
    )
    assert [change.action for change in statelog.history(row)] == ["submit"]


def test_verify_would_find_what_an_upgrade_left_wrong(first_release: None) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    CoachingRequest.objects.update(state="triaged")
    assert [name for name, _finding in verify.findings()] == ["states_are_as_logged"]


def test_the_start_is_one_that_is_there() -> None:
    """Whoever squashes or renames migrations of the first release takes it from the installations that have them."""
    assert set(start.START) <= set(MigrationLoader(None).disk_migrations)
    assert {app for app, name in MigrationLoader(None).disk_migrations if start.is_ours(app)} >= dict(
        start.START
    ).keys()
