"""Course news: advertising, for those who asked for it, once for each run."""

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.runs.enums import RunState
from courses.runs.models import CourseRun, Enrolment
from lms.accounts.queries import lies_in
from lms.common import clock
from lms.common.records import statelog, transitions
from lms.common.text.korean import ko_dt
from lms.notifications.domain import ADVERTISING, notify
from lms.privacy.enums import Purpose
from lms.privacy.queries.consents import agreeing


def announce_open_runs() -> int:
    """Put the news of each run that has opened its applications into the outbox; returns how many runs."""
    now = clock.now()
    opened = CourseRun.objects.filter(state=RunState.PUBLISHED, apply_from__lte=now, apply_until__gt=now)
    waiting = opened.exclude(pk__in=statelog.having("runs.courserun", "announce"))
    return sum(_announce(pk) for pk in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def _announce(pk: int) -> bool:
    # Two runs of `tick` at once: the second waits for the row, and finds the log of the first.
    run = transitions.lock_by_id(CourseRun, pk)
    if statelog.history(run).filter(action="announce").exists():
        return False
    near = Q(dong__isnull=True) | lies_in(run.centre.region_id, "dong__") | Q(dong=run.centre.region_id)
    enrolled = Enrolment.objects.filter(run=run).values("person")
    for person in agreeing(Purpose.NEWS).filter(near).exclude(pk__in=enrolled):
        notify(
            person=person,
            centre=run.centre_id,
            kind=ADVERTISING,
            key=f"run_open:{run.pk}:{person.pk}",
            title=_("(Advertisement) Applications are open: %(run)s") % {"run": run},
            text=_("%(centre)s. Apply until %(until)s.") % {"centre": run.centre, "until": ko_dt(run.apply_until)},
            path=reverse("apply", args=[run.pk]),
        )
    statelog.record(run, action="announce", actor=None)
    return True
