"""What follows when the days of a run change: its classes, and whoever counts on them."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.runs.domain import classes
from courses.runs.enums import LIVE, RunState
from courses.runs.models import CourseRun
from lms.accounts.models import User
from lms.common.errors import DomainError
from lms.common.models import StateChange
from lms.common.text.korean import ko_date
from lms.notifications.domain import notify


def follow(run: CourseRun, was: tuple[date, date], line: StateChange, *, with_classes: bool, actor: User) -> None:
    """`was` are the first and the last day before. The run is locked and holds its new days."""
    if with_classes:
        classes.move_planned(run, run.starts_on - was[0], actor=actor)
    left = classes.outside(run)
    if left:
        text = _("These classes would lie outside the run: %(titles)s. Move them along, or set their days first.") % {
            "titles": ", ".join(session.title for session in left)
        }
        raise DomainError(text, code="classes_outside", fields={"with_classes": text})
    if run.state == RunState.PUBLISHED and run.starts_on != was[0]:
        _tell(run, was[0], line)


def _tell(run: CourseRun, was: date, line: StateChange) -> None:
    days = {"day": ko_date(run.starts_on), "was": ko_date(was)}
    for row in run.enrolments.filter(state__in=LIVE).select_related("person"):
        notify(
            person=row.person,
            centre=run.centre_id,
            kind="run_moved",
            key=f"run:{row.pk}:{line.pk}",
            title=_("The course has moved: %(run)s") % {"run": str(run)[:80]},
            text=_("First day: %(day)s. Before, it was %(was)s.") % days,
            path=reverse("apply", args=[run.pk]),
        )
