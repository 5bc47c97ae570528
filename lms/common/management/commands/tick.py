"""What time does by itself. Run it from a timer, every few minutes; running it twice changes nothing more."""

from datetime import timedelta
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand

from lms.common.background import due, heartbeat


class Command(BaseCommand):
    help = (
        "Does all dated transitions that are due, once a night what is done by night, and sends the notices that wait. "
        "Safe to run again at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """One part that fails doesn't keep the others from their work; the timer sees the exit code and what went wrong."""
        began, failures = monotonic(), list[Exception]()
        for label, part in due.PARTS.items():
            try:
                self.stdout.write(f"{label}: {part()}")
            except Exception as error:
                self.stderr.write(f"{label}: failed")
                failures.append(error)
        heartbeat.beat(heartbeat.TICK, took=timedelta(seconds=monotonic() - began), failures=len(failures))
        heartbeat.ask_worker()
        if failures:
            raise ExceptionGroup("tick", failures)
