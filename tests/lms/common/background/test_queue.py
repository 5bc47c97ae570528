"""Tasks are tried again, later each time; given up aloud; and taken back from a worker that died."""

import logging
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, transaction
from django_tasks_db.models import DBTaskResult
from wagtail.tasks import update_reference_index_task

from lms.accounts.models import User
from lms.common import clock
from lms.common.background import queue
from tests.lms.common.background import worker
from tests.lms.common.background.worker import note, now_is_later, only, rows, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
MINUTE = timedelta(minutes=1)


def left_running(attempts: int, *, ago: timedelta) -> None:
    note.enqueue("a")
    DBTaskResult.objects.update(
        status="RUNNING", started_at=clock.now() - ago, worker_ids=[f"gone{number}" for number in range(attempts)]
    )


def test_without_a_worker_it_is_done_at_once(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    assert queue.has_worker() is False
    note.enqueue("a")
    assert (worker.done, DBTaskResult.objects.count()) == (["a"], 0)


def test_with_one_it_waits_and_is_done_once() -> None:
    assert queue.has_worker() is True
    note.enqueue("a")
    assert (worker.done, rows()) == ([], [("READY", 0)])
    work()
    work()
    assert (worker.done, rows()) == (["a"], [("SUCCESSFUL", 1)])


def test_what_is_rolled_back_is_not_enqueued(django_capture_on_commit_callbacks: Any) -> None:
    def fails() -> None:
        with transaction.atomic():
            queue.enqueue_on_commit(note, "a")
            raise OperationalError("the disk is full")

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(OperationalError):
        fails()
    assert rows() == []
    with django_capture_on_commit_callbacks(execute=True):
        queue.enqueue_on_commit(note, "a")
        assert rows() == []
    assert rows() == [("READY", 0)]


def test_a_queue_that_cannot_be_written_to_breaks_no_request(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_args: Any, **_named: Any) -> None:
        raise OperationalError("the disk is full")

    monkeypatch.setattr(DBTaskResult.objects, "create", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        queue.enqueue_on_commit(note, "a")
    assert (rows(), "the disk is full" in caplog.text) == ([], True)


def test_what_fails_is_tried_again_later_and_not_before() -> None:
    worker.faults += [OSError("away"), OSError("away")]
    note.enqueue("a")
    work()
    work()
    assert (worker.done, rows()) == ([], [("READY", 1)])
    assert timedelta(seconds=50) < only().run_after - clock.now() <= MINUTE
    now_is_later()
    work()
    assert rows() == [("READY", 2)]
    assert 4 * MINUTE < only().run_after - clock.now() <= 5 * MINUTE
    now_is_later()
    work()
    assert (worker.done, rows()) == (["a"], [("SUCCESSFUL", 3)])


def test_after_the_fifth_try_it_is_given_up_aloud(caplog: pytest.LogCaptureFixture) -> None:
    worker.faults += [OSError("away")] * 6
    note.enqueue("a")
    for _attempt in range(4):
        work()
        now_is_later()
        assert queue.given_up() == 0
    caplog.clear()
    work()
    now_is_later()
    work()
    assert (worker.done, rows(), queue.given_up()) == ([], [("FAILED", 5)], 1)
    told = [record.getMessage() for record in caplog.records if record.name == "lms.common.background.queue"]
    assert told == [f"Task tests.lms.common.background.worker.note ({only().pk}) is given up after 5 attempts."]
    assert queue.sweep() == 0


def test_what_was_given_up_is_tried_anew_when_somebody_says_so() -> None:
    note.enqueue("a")
    DBTaskResult.objects.update(status="FAILED", finished_at=clock.now(), worker_ids=["gone"] * 5)
    out = StringIO()
    call_command("retry_tasks", stdout=out)
    assert (out.getvalue(), rows()) == ("tests.lms.common.background.worker.note\n", [("READY", 0)])
    now_is_later()
    work()
    assert (worker.done, rows(), queue.given_up()) == (["a"], [("SUCCESSFUL", 1)], 0)


def test_a_worker_that_is_told_to_end_leaves_its_task_to_the_next() -> None:
    worker.faults.append(SystemExit(1))
    note.enqueue("a")
    work()
    now_is_later()
    work()
    assert (worker.done, rows()) == (["a"], [("SUCCESSFUL", 2)])


def test_what_a_killed_worker_left_is_taken_back_after_half_an_hour() -> None:
    left_running(1, ago=29 * MINUTE)
    assert (queue.sweep(), rows()) == (0, [("RUNNING", 1)])
    DBTaskResult.objects.update(started_at=clock.now() - 31 * MINUTE)
    assert (queue.sweep(), rows()) == (1, [("READY", 1)])
    assert queue.sweep() == 0
    now_is_later()
    work()
    assert (worker.done, rows()) == (["a"], [("SUCCESSFUL", 2)])


def test_what_ends_its_worker_each_time_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    left_running(5, ago=31 * MINUTE)
    assert (queue.sweep(), rows(), queue.given_up()) == (0, [("FAILED", 5)], 1)
    assert f"({only().pk}) is given up: its worker ended 5 times." in caplog.text


def test_a_failure_after_which_the_worker_was_killed_is_taken_back() -> None:
    note.enqueue("a")
    DBTaskResult.objects.update(status="FAILED", finished_at=clock.now() - 31 * MINUTE, worker_ids=["gone"])
    assert (queue.sweep(), rows()) == (1, [("READY", 1)])


def test_one_of_the_day_before_is_not() -> None:
    note.enqueue("a")
    DBTaskResult.objects.update(status="FAILED", finished_at=clock.now() - timedelta(days=2), worker_ids=["gone"])
    assert (queue.sweep(), rows()) == (0, [("FAILED", 1)])


def test_what_was_given_up_is_given_up_once(caplog: pytest.LogCaptureFixture) -> None:
    note.enqueue("a")
    ended = clock.now() - 31 * MINUTE
    DBTaskResult.objects.update(status="FAILED", finished_at=ended, worker_ids=["gone"] * 5)
    assert (queue.sweep(), rows(), only().finished_at, caplog.text) == (0, [("FAILED", 5)], ended, "")


def test_what_another_sweep_has_put_back_is_left_to_its_worker() -> None:
    left_running(1, ago=31 * MINUTE)
    assert (queue._take_back(only().pk), queue._take_back(only().pk)) == (True, False)
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=clock.now())
    assert (queue._take_back(only().pk), rows()) == (False, [("SUCCESSFUL", 1)])


def test_a_row_of_ours_that_is_gone_is_a_failure() -> None:
    worker.faults.append(User.DoesNotExist("no such person"))
    note.enqueue("a")
    work()
    assert rows() == [("READY", 1)]


def test_what_wagtail_was_to_look_at_and_is_gone_is_no_failure() -> None:
    update_reference_index_task.enqueue("wagtailcore", "page", "0")
    note.enqueue("a")
    work()
    assert (worker.done, rows(), queue.given_up()) == (["a"], [("SUCCESSFUL", 1)], 0)


def test_old_results_go_and_what_waits_stays() -> None:
    ages = {"SUCCESSFUL": 15, "FAILED": 13, "READY": 15}
    for status, days in ages.items():
        note.enqueue(status)
        newest = DBTaskResult.objects.order_by("-enqueued_at")[0].pk
        finished = None if status == "READY" else clock.now() - timedelta(days=days)
        DBTaskResult.objects.filter(pk=newest).update(status=status, finished_at=finished)
    assert queue.prune() == 1
    assert [status for status, _attempts in rows()] == ["FAILED", "READY"]
    assert queue.prune() == 0


def test_a_failure_is_an_error_in_the_log_and_success_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    assert logging.getLogger("django_tasks").level == logging.WARNING
    worker.faults.append(OSError("away"))
    note.enqueue("a")
    work()
    assert [(record.name, record.levelname) for record in caplog.records if record.name == "django_tasks"] == [
        ("django_tasks", "ERROR"),
    ]
