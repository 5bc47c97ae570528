"""Signs of life: `tick` leaves one each time it ran, and asks the worker for one. Silence is said where people look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django_tasks import task

from lms.common import clock
from lms.common.background import queue
from lms.common.models import Heartbeat

TICK, WORKER = "tick", "worker"


@dataclass(frozen=True)
class Silence:
    """`since` is None where there never was a sign."""

    name: str
    since: datetime | None


def beat(name: str, *, took: timedelta = timedelta(0), failures: int = 0) -> None:
    sign = {"at": clock.now(), "took": took, "failures": failures}
    Heartbeat.objects.update_or_create(name=name, defaults=sign)


@task(priority=10)
def worker_beats() -> None:
    """Before what else waits: a worker that has much to do is alive."""
    beat(WORKER)


def ask_worker() -> None:
    """One question waits at a time."""
    if queue.has_worker() and not queue.is_waiting(worker_beats):
        worker_beats.enqueue()


def silences() -> Sequence[Silence]:
    """Which of those that must be heard of were not. Where `tick` is silent nobody asks the worker, so only that is said."""
    if not settings.HEARTBEATS:
        return ()
    last = dict(Heartbeat.objects.values_list("name", "at"))
    before = clock.now() - timedelta(minutes=settings.SILENT_AFTER)
    silent = [Silence(name, last.get(name)) for name in settings.HEARTBEATS if name not in last or last[name] < before]
    return [one for one in silent if one.name == TICK] or silent
