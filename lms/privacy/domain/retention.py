"""Destroying what was kept for its whole term."""

from calendar import monthrange
from datetime import datetime

from django.db import transaction

from lms.accounts.models import Centre
from lms.common import clock
from lms.common.background.nightly import once_a_night
from lms.common.records import statelog
from lms.privacy.queries.terms import months_by_centre, months_of
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
    if kept.term is None or not kept.centre:
        return _destroy(kept, months_of(kept.term) if kept.term else 0, dry_run)
    terms = months_by_centre(kept.term).items()
    return sum(_destroy(kept, months, dry_run, **{kept.centre: centre}) for centre, months in terms)


def _destroy(kept: Retention, months: int, dry_run: bool, **whose: Centre) -> int:
    before = months_before(clock.now(), months)
    due = kept.due(before)
    rows = due.filter(**whose) if whose else due
    count: int = rows.count()
    if count and not dry_run:
        kept.destroy(rows, before)
    return count


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
