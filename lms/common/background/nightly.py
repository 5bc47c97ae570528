"""What is done once a night. `tick` comes every few minutes; a row for each part and date says whose turn it was."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings

from lms.common import clock
from lms.common.background import jobs, queue
from lms.common.models import Night


def once_a_night(part: str, work: Callable[[], int]) -> Callable[[], int]:
    """The work, done at most once on each date in Seoul, after the hour at which the night's work begins.

    A night that failed, or in which the process was killed, is made up for by the next one.
    """

    def if_due() -> int:
        if clock.now().hour < settings.NIGHT_BEGINS or not _claim(part):
            return 0
        count = work()
        Night.objects.filter(part=part, date=clock.today()).update(finished_at=clock.now())
        return count

    return if_due


def _claim(part: str) -> bool:
    """Two runs of `tick` at once: the constraint lets one of them write the row."""
    _night, is_mine = Night.objects.get_or_create(part=part, date=clock.today(), defaults={"begun_at": clock.now()})
    return is_mine


def prune() -> int:
    """What is left of work that is over."""
    nights = Night.objects.filter(begun_at__lt=clock.now() - timedelta(days=14)).delete()[0]
    return nights + queue.prune() + jobs.prune()


PRUNE = once_a_night("prune", prune)
