"""Days go by: the dates of a row move into the past, as if everything had begun earlier."""

from lms.demo.serving import Site

MOVE_RUN = """
from datetime import timedelta
from courses.runs.models import CourseRun
from lms.common import clock
run = CourseRun.objects.get(pk={pk})
by = run.ends_on - clock.today() + timedelta(days=1)
for session in run.sessions.all():
    type(session).objects.filter(pk=session.pk).update(
        starts_at=session.starts_at - by, ends_at=session.ends_at - by)
CourseRun.objects.filter(pk=run.pk).update(
    starts_on=run.starts_on - by, ends_on=run.ends_on - by,
    apply_from=run.apply_from - by, apply_until=run.apply_until - by)
"""
MOVE_TERM = """
from mentoring.corps.models import Appointment
from datetime import timedelta
from lms.common import clock
row = Appointment.objects.get(pk={pk})
by = row.starts_on - clock.today() + timedelta(days={days})
Appointment.objects.filter(pk=row.pk).update(starts_on=row.starts_on - by, ends_on=row.ends_on - by)
"""
MOVE_ENGAGEMENT = """
from mentoring.coaching.models import Engagement
from datetime import timedelta
row = Engagement.objects.latest("pk")
by = timedelta(days={days})
Engagement.objects.filter(pk=row.pk).update(starts_on=row.starts_on - by)
"""


def run_is_over(site: Site, pk: str) -> None:
    """The last day of the run was yesterday."""
    site.manage("shell", "-c", MOVE_RUN.format(pk=int(pk)))


def term_began(site: Site, pk: str, days: int) -> None:
    """The first day of the term was that many days ago; what the clock does by itself is done."""
    site.manage("shell", "-c", MOVE_TERM.format(pk=int(pk), days=days))
    site.manage("tick")


def coaching_began(site: Site, days: int) -> None:
    """The newest engagement began that many days earlier."""
    site.manage("shell", "-c", MOVE_ENGAGEMENT.format(days=days))
