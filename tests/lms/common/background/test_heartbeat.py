"""`tick` and the worker leave signs of life, and their silence is said where people look."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from lms.accounts.enums import Role
from lms.common import clock
from lms.common.background import due, heartbeat
from lms.common.models import Heartbeat
from tests.factories import people
from tests.lms.common.background.worker import note, rows, work
from tests.registries import emptied
from tests.wording import korean

pytestmark = pytest.mark.django_db
LATE = timedelta(minutes=21)


@pytest.fixture
def on_a_server(queued: None, settings: Any) -> None:
    settings.HEARTBEATS = ("tick", "worker")
    settings.HELP_PHONE = "0625551234"


def run_tick() -> None:
    call_command("tick", stdout=StringIO(), stderr=StringIO())


def silent() -> list[str]:
    return [silence.name for silence in heartbeat.silences()]


def readyz() -> tuple[int, str]:
    answer = Client().get("/readyz")
    return answer.status_code, answer.content.decode()


def office_home(role: Role = Role.COORDINATOR) -> str:
    client = Client()
    client.force_login(people.staff(people.centre(), role))
    return client.get("/office/").content.decode()


def test_a_laptop_has_neither_and_asks_for_neither(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert heartbeat.silences() == ()


@pytest.mark.usefixtures("on_a_server")
def test_tick_leaves_a_sign_and_asks_the_worker_for_one_once() -> None:
    run_tick()
    assert list(Heartbeat.objects.values_list("name", "failures")) == [("tick", 0)]
    assert (silent(), rows()) == (["worker"], [("READY", 0)])
    run_tick()
    assert rows() == [("READY", 0)]
    work()
    assert (silent(), readyz()) == ([], (200, "ok"))
    assert Heartbeat.objects.get(name="tick").took > timedelta(0)


@pytest.mark.usefixtures("on_a_server")
def test_the_sign_says_how_many_parts_failed() -> None:
    def broken() -> int:
        raise OSError("the disk is full")

    with emptied(due.PARTS):
        due.PARTS.add("broken", broken)
        due.PARTS.add("fine", lambda: 3)
        with pytest.raises(ExceptionGroup):
            run_tick()
    assert Heartbeat.objects.get(name="tick").failures == 1


@pytest.mark.usefixtures("on_a_server")
def test_a_worker_that_has_much_to_do_is_alive() -> None:
    note.enqueue("a")
    heartbeat.ask_worker()
    DBTaskResult.objects.update(enqueued_at=clock.now())
    assert DBTaskResult.objects.ready()[0].task_path.endswith(".worker_beats")


@pytest.mark.usefixtures("on_a_server")
def test_where_nothing_ever_ran_it_is_said() -> None:
    assert (silent(), readyz()) == (["tick"], (200, "ok, but silent: tick"))
    assert korean("The site does nothing by itself yet.") in office_home()


@pytest.mark.usefixtures("on_a_server")
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MANAGER])
def test_a_silent_worker_is_said_to_the_office_with_whom_to_call(role: Role) -> None:
    with clock.at(clock.now() - LATE):
        heartbeat.beat(heartbeat.WORKER)
    heartbeat.beat(heartbeat.TICK)
    assert readyz() == (200, "ok, but silent: worker")
    page = office_home(role)
    assert korean("Notices leave later, and what takes long, such as issuing certificates for all, waits.") in page
    assert 'href="tel:0625551234"' in page
    heartbeat.beat(heartbeat.WORKER)
    assert readyz() == (200, "ok")
    assert 'href="tel:0625551234"' not in office_home(role)


@pytest.mark.usefixtures("on_a_server")
def test_where_tick_is_silent_nobody_asked_the_worker_so_only_that_is_said() -> None:
    with clock.at(clock.now() - LATE):
        heartbeat.beat(heartbeat.TICK)
        heartbeat.beat(heartbeat.WORKER)
    assert readyz() == (200, "ok, but silent: tick")
    page = office_home()
    told = "Terms don't begin or end, offers don't lapse and no notice leaves."
    assert (korean(told) in page, 'href="tel:0625551234"' in page) == (True, True)


@pytest.mark.usefixtures("on_a_server")
def test_how_long_is_too_long_is_a_setting(settings: Any) -> None:
    with clock.at(clock.now() - LATE):
        heartbeat.beat(heartbeat.TICK)
    settings.SILENT_AFTER = 25
    assert silent() == ["worker"]
    settings.SILENT_AFTER = 20
    assert silent() == ["tick"]


@pytest.mark.usefixtures("on_a_server")
def test_what_was_given_up_is_said_to_the_office() -> None:
    for name in ("tick", "worker"):
        heartbeat.beat(name)
    words = korean("%(n)s piece of work in the background failed several times and was given up.", 2)
    note.enqueue("a")
    note.enqueue("b")
    assert words not in office_home()
    DBTaskResult.objects.update(status="FAILED", finished_at=clock.now(), worker_ids=["gone"] * 5)
    assert words in office_home()


@pytest.mark.usefixtures("on_a_server")
def test_a_database_that_is_behind_is_not_ready_whatever_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db.migrations.executor import MigrationExecutor

    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_args: ["something"])
    assert readyz() == (503, "not ready")
