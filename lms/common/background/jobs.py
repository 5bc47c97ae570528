"""Jobs: something that takes long, in steps that are each done or refused by themselves, with its progress on a page."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import TaskContext

from lms.common import clock
from lms.common.background import queue
from lms.common.enums import JobState
from lms.common.errors import DomainError
from lms.common.models import Job
from lms.common.records import transitions
from lms.common.web import logs, origin

logger = logging.getLogger(__name__)
Row = TypeVar("Row")
GIVEN_UP_AFTER = timedelta(days=1)
MOST_REASONS = 10


def open_job(*, owner: Any, key: str, title: str, total: int, back: str) -> tuple[Job, bool]:
    """The job, and whether it is new: while one is open, pressing again leads to it. The constraint holds that."""
    now = clock.now()
    return Job.objects.get_or_create(
        owner=owner,
        key=key,
        finished_at=None,
        defaults={
            "title": title,
            "total": total,
            "back": back,
            "created_at": now,
            "touched_at": now,
            "ip": origin.client_ip.get(),
            "request_id": logs.request_id.get(),
        },
    )


def perform(
    job_id: int, context: TaskContext, rows: Callable[[Job], Sequence[Row]], step: Callable[[Job, Row], object]
) -> None:
    """Do the step for each row that is left; one that a rule refuses stops no other.

    `rows` gives what is still to be done, so that a second performance goes on where the first was interrupted. A failure
    is raised, for the queue to try again; after the last try the job says that it stopped.
    """
    job = _begin(job_id)
    if job is None:
        return
    try:
        with _asked_from(job):
            _work_through(job, rows(job), step)
    except Exception:
        if queue.is_last_attempt(context):
            _end(job, "stop", _("A fault stopped this. What was done stays; please press once more later."))
        raise
    _end(job, "finish", job.message)


def _begin(job_id: int) -> Job | None:
    with transaction.atomic():
        job = Job.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=job_id).first()
        if job is None or job.is_finished:
            return None
        if job.state == JobState.WAITING:
            transitions.move(job, "begin", actor=None, changes={"touched_at": clock.now()})
        job.refused, job.message = 0, ""
        job.save(update_fields=["refused", "message"])
        return job


def _work_through(job: Job, rows: Sequence[Row], step: Callable[[Job, Row], object]) -> None:
    job.total = max(job.total, len(rows))  # more may have come since it was asked for
    job.done = job.total - len(rows)
    _note_progress(job)
    reasons: list[str] = []
    for row in rows:
        try:
            step(job, row)
        except DomainError as error:
            job.refused += 1
            reasons.append(str(error.message))
            job.message = "\n".join(dict.fromkeys(reasons[:MOST_REASONS]))
        else:
            job.done += 1
        _note_progress(job)


def _note_progress(job: Job) -> None:
    job.touched_at = clock.now()
    job.save(update_fields=["total", "done", "refused", "message", "touched_at"])


@contextmanager
def _asked_from(job: Job) -> Iterator[None]:
    """What is put on record meanwhile has the address and the number of the request in which the job was asked for."""
    numbered, placed = logs.request_id.set(job.request_id), origin.client_ip.set(job.ip)
    try:
        yield
    finally:
        logs.request_id.reset(numbered)
        origin.client_ip.reset(placed)


def _end(job: Job, action: str, message: str) -> None:
    now = clock.now()
    changes = {"message": message, "touched_at": now, "finished_at": now}
    with transaction.atomic():
        transitions.move(job, action, actor=None, changes=changes)


def stop_forgotten() -> int:
    """Those whose task is gone: nobody should wait for them any longer. Returns how many."""
    forgotten = Job.objects.filter(finished_at=None, touched_at__lt=clock.now() - GIVEN_UP_AFTER)
    for job in forgotten:
        logger.error("Job %s was not finished in time.", job.pk)
        _end(job, "stop", _("This was not finished in time. What was done stays; please press once more."))
    return len(forgotten)


def prune() -> int:
    return Job.objects.filter(finished_at__lt=clock.now() - queue.KEPT).delete()[0]
