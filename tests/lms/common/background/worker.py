"""A queue in the database, its worker, and tasks to give it."""

from typing import Any
from unittest.mock import patch

from django_tasks import task
from django_tasks_db.management.commands import db_worker
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
done: list[str] = []
faults: list[BaseException] = []  # what the next performances raise


@task()
def note(word: str) -> str:
    if faults:
        raise faults.pop(0)
    done.append(word)
    return word


def work() -> None:
    """What `manage.py db_worker --batch` does, without its signals, and on the connection that holds the test's transaction."""
    worker = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="worker",
        excluded_queue_names=[],
    )
    with patch.object(db_worker, "close_old_connections"):
        worker.run()


def now_is_later() -> None:
    """Whatever waits for a later try is due: the worker knows no clock but the real one."""
    from django.utils import timezone

    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())


def rows() -> list[tuple[str, int]]:
    """State of each task, and how often it was begun."""
    return [(row.status, len(row.worker_ids)) for row in DBTaskResult.objects.order_by("enqueued_at")]


def only() -> "DBTaskResult[Any, Any]":
    return DBTaskResult.objects.get()
