"""The queue of tasks: how they come in, are tried again, are taken back from a worker that died, and are given up.

A task may be performed twice and must change nothing more the second time: a worker that is killed leaves its task
RUNNING, and nobody can tell how far it came.
"""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django_tasks import TaskContext, TaskResultStatus, default_task_backend
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from lms.common import clock
from lms.common.one_by_one import one_by_one

logger = logging.getLogger(__name__)

# How long a task waits before it is tried again. A mail server or a disk that is away for an hour is back before the last.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
MOST_ATTEMPTS = len(PAUSES) + 1
# None of ours takes as long: what is still RUNNING then was left so by a worker that is gone.
LONGEST = timedelta(minutes=30)
KEPT = timedelta(days=14)
FAILED, READY, RUNNING = TaskResultStatus.FAILED, TaskResultStatus.READY, TaskResultStatus.RUNNING


def has_worker() -> bool:
    """Whether what is enqueued waits for a worker, or is done at once by whoever enqueues it."""
    return bool(default_task_backend.supports_defer)


def enqueue_on_commit(task: Task[Any, Any], *args: Any) -> None:
    """What was written is there when the task begins. A queue that can't be written to breaks no request; it is logged."""
    transaction.on_commit(lambda: task.enqueue(*args), robust=True)


def is_waiting(task: Task[Any, Any]) -> bool:
    return DBTaskResult.objects.filter(status=READY, task_path=task.module_path).exists()


def is_last_attempt(context: TaskContext) -> bool:
    """Without a worker nobody tries a second time."""
    return not has_worker() or context.attempt >= MOST_ATTEMPTS


def after_failure(*, task_result: Any, **_signal: Any) -> None:
    """Follows `task_finished` of the database's queue."""
    if task_result.status == FAILED:
        _try_again(task_result.db_result)


def _try_again(row: DBTaskResult[Any, Any]) -> None:
    attempts = len(row.worker_ids)
    if _lost_its_row(row):
        row.delete()
    elif attempts < MOST_ATTEMPTS:
        _put_back(row, pause=PAUSES[max(attempts, 1) - 1])
    else:
        logger.error("Task %s (%s) is given up after %s attempts.", row.task_path, row.pk, attempts)


def _lost_its_row(row: DBTaskResult[Any, Any]) -> bool:
    """Wagtail's tasks fail where what they were to look at was deleted meanwhile. Nothing is left to do."""
    of_wagtail = row.task_path.startswith(("wagtail.", "modelsearch."))
    return of_wagtail and row.exception_class_path.endswith(".DoesNotExist")


def _put_back(row: DBTaskResult[Any, Any], *, pause: timedelta) -> None:
    row.status, row.run_after, row.finished_at = READY, clock.now() + pause, None
    row.save(update_fields=["status", "run_after", "finished_at"])


# ── the sweep


def sweep() -> int:
    """Take back what dead workers left; returns how many wait again. Two at once take each row once."""
    before = clock.now() - LONGEST
    left = Q(status=RUNNING, started_at__lt=before)
    # The worker was killed after it noted the failure and before it put the task back.
    forgotten = Q(status=FAILED, finished_at__lt=before, finished_at__gt=before - timedelta(days=1))
    rows = DBTaskResult.objects.filter(left | forgotten)
    return one_by_one(_take_back, list(rows.values_list("pk", flat=True)))


def _take_back(pk: UUID) -> bool:
    with transaction.atomic():
        row = DBTaskResult.objects.select_for_update().get(pk=pk)
        attempts = len(row.worker_ids)
        if row.status not in {RUNNING, FAILED} or (row.status == FAILED and attempts >= MOST_ATTEMPTS):
            return False
        if attempts < MOST_ATTEMPTS:
            _put_back(row, pause=timedelta(0))
            return True
        row.status, row.finished_at = FAILED, clock.now()
        row.save(update_fields=["status", "finished_at"])
        logger.error("Task %s (%s) is given up: its worker ended %s times.", row.task_path, row.pk, attempts)
        return False


def given_up() -> int:
    """How many tasks failed for good and wait for somebody to look. What is only between two tries isn't among them."""
    return DBTaskResult.objects.filter(status=FAILED).count()


def retry_given_up() -> list[str]:
    """Put them back into the queue, as if they were new; returns their names."""
    with transaction.atomic():
        rows = list(DBTaskResult.objects.select_for_update().filter(status=FAILED))
        for row in rows:
            row.worker_ids = []
            row.save(update_fields=["worker_ids"])
            _put_back(row, pause=timedelta(0))
    return [row.task_path for row in rows]


def prune() -> int:
    """Results that nobody will ask for any more."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - KEPT).delete()[0]
