"""What time does by itself. Run it from a timer, every few minutes; running it twice changes nothing more."""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand

from cms.domain import scheduling
from courses.runs.domain import enrolment, news
from lms.common.background import heartbeat, jobs, nightly, queue
from lms.invitations import sending
from lms.notifications import domain as notifications
from lms.privacy.domain import retention
from mentoring.corps.domain import by_clock
from mentoring.matching.domain import offers
from mentoring.visits.domain import confirmation


def destroy_due() -> int:
    return sum(retention.destroy_due().values())


# Each part runs in transactions of its own, row by row. The sending of notices is last, so that what the others wrote leaves.
PARTS: tuple[tuple[str, Callable[[], int]], ...] = (
    ("appointments begun", by_clock.start_due),
    ("appointments expired", by_clock.expire_due),
    ("offers of appointment lapsed", by_clock.lapse_due),
    ("reminders of appointments", by_clock.remind_due),
    ("coaching offers expired", offers.expire_offers),
    ("offers of seats lapsed", enrolment.lapse_offers),
    ("visit logs confirmed by the clock", confirmation.auto_confirm_due),
    ("pages taken off the site", scheduling.unpublish_expired),
    ("pages published", scheduling.publish_due),
    ("runs announced", news.announce_open_runs),
    ("personal data destroyed", nightly.once_a_night("destroy_due", destroy_due)),
    ("results of old work forgotten", nightly.once_a_night("prune", nightly.prune)),
    ("tasks taken back", queue.sweep),
    ("jobs stopped", jobs.stop_forgotten),
    ("invitations sent", sending.send_due),
    ("notices sent", notifications.send_due),
)


class Command(BaseCommand):
    help = (
        "Does all dated transitions that are due, once a night what is done by night, and sends the notices that wait. "
        "Safe to run again at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """One part that fails doesn't keep the others from their work; the timer sees the exit code and what went wrong."""
        began, failures = monotonic(), list[Exception]()
        for label, part in PARTS:
            try:
                self.stdout.write(f"{label}: {part()}")
            except Exception as error:
                self.stderr.write(f"{label}: failed")
                failures.append(error)
        heartbeat.beat(heartbeat.TICK, took=timedelta(seconds=monotonic() - began), failures=len(failures))
        heartbeat.ask_worker()
        if failures:
            raise ExceptionGroup("tick", failures)
