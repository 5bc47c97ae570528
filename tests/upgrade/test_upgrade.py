"""An installation of the first release is brought to this version by `migrate`, with everything in it, and holds."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from courses.learning.models import Attendance
from lms.common.backup import tables
from lms.common.integrity import triggers, verify
from lms.common.records import statelog
from mentoring.coaching.models import CoachingRequest
from mentoring.corps.models import Appointment
from tests.databases.templates import copied
from tests.upgrade import start


@pytest.fixture
def first_release(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), copied(start.STARTED, f"{connection.settings_dict['NAME']}_upgrade"):
        start.write_rows(start.state())
        yield


def upgrade() -> None:
    """With triggers in place, as an installation has them."""
    triggers.install()
    call_command("migrate", verbosity=0, interactive=False)


def test_what_the_first_release_held_is_there_and_holds(first_release: None) -> None:
    upgrade()
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


def test_a_mark_that_was_written_over_is_two_rows(first_release: None) -> None:
    """The log kept what stood there before, and who came later reads it from the rows."""
    old = start.state()
    start.write_attendance(old, presence="late", corrected=["absent", "late"])
    upgrade()
    rows = Attendance.objects.order_by("pk").values_list("presence", "minutes", "recorded_by__email", "recorded_at")
    assert list(rows) == [
        ("present", 120, "staff@example.org", start.MOMENT),
        ("absent", 0, "staff@example.org", start.MOMENT + timedelta(hours=1)),
        ("late", 120, "staff@example.org", start.MOMENT + timedelta(hours=2)),
    ]
    assert [row.presence for row in Attendance.objects.current()] == ["late"]
    assert {name for name, _finding in verify.findings()} == {"states_have_a_log"}  # these rows were put there by hand


def test_of_two_chairs_the_first_stays_it(first_release: None) -> None:
    models = start.state()
    body, people = (
        models.get_model("corps.Body").objects.get(),
        models.get_model("accounts.User").objects.order_by("pk"),
    )
    for person, day in zip(people, (start.DAY + timedelta(days=1), start.DAY), strict=True):
        models.get_model("corps.Appointment").objects.create(
            centre=body.centre,
            body=body,
            person=person,
            role="chair",
            source="ex_officio",
            state="active",
            starts_on=day,
        )
    upgrade()
    assert list(Appointment.objects.order_by("starts_on").values_list("role", flat=True)) == ["chair", "member"]
    assert statelog.history(Appointment.objects.get(role="member")).get().action == "role"


def test_verify_would_find_what_an_upgrade_left_wrong(first_release: None) -> None:
    upgrade()
    CoachingRequest.objects.update(state="triaged")
    assert [name for name, _finding in verify.findings()] == ["states_are_as_logged"]


def test_the_start_is_one_that_is_there() -> None:
    """Whoever squashes or renames migrations of the first release takes it from the installations that have them."""
    assert set(start.START) <= set(MigrationLoader(None).disk_migrations)
    assert {app for app, name in MigrationLoader(None).disk_migrations if start.is_ours(app)} >= dict(
        start.START
    ).keys()
