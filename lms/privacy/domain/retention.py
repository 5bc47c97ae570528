"""Destroying what was kept for its whole term."""

from calendar import monthrange
from datetime import datetime

from django.db import transaction

from lms.common import clock
from lms.common.background.nightly import once_a_night
from lms.common.records import statelog
from lms.privacy.registries import RETENTION, Retention


def destroy_due(*, dry_run: bool = False) -> dict[str, int]:
    """How many of each were due and, unless it is a rehearsal, are gone. One transaction for each."""
    counts = {key: _apply(kept, dry_run) for key, kept in RETENTION.items()}
    if not dry_run and any(counts.values()):
        statelog.record_of_site(action="destroy_due", data=counts)
    return counts


DESTROY_BY_NIGHT = once_a_night("destroy_due", lambda: sum(destroy_due().values()))


@transaction.atomic
def _apply(kept: Retention, dry_run: bool) -> int:
    before = months_before(clock.now(), kept.months())
    count = kept.due(before).count()
    if count and not dry_run:
        kept.destroy(before)
    return count


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
