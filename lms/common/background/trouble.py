"""What the people of the office should know of work that doesn't get done, and whom they call."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from lms.common.background import heartbeat, queue


@dataclass(frozen=True)
class Trouble:
    silences: Sequence[heartbeat.Silence]
    given_up: int
    phone: str


def trouble() -> Trouble:
    """Nothing is asked where nothing runs in the background."""
    given_up = queue.given_up() if queue.has_worker() else 0
    return Trouble(heartbeat.silences(), given_up, settings.HELP_PHONE)
