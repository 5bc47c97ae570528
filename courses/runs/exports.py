"""The roster of a run as a file."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.runs.models import CourseRun
from lms.common.files.export import Cell, Sheet
from lms.common.text import korean


def roster(run: CourseRun) -> Sheet:
    """Everybody who ever applied, with their state."""
    rows = list(run.enrolments.select_related("person").order_by("person__name", "pk"))

    def lines() -> Iterator[Sequence[Cell]]:
        for row in rows:
            person = row.person
            yield person.name, korean.phone(person.phone), person.email, row.get_state_display(), row.applied_at

    return Sheet(
        name=_("roster"),
        header=(_("Name"), pgettext("site", "Phone"), _("E-mail"), _("State"), _("Applied on")),
        rows=lines,
        whose=[row.person_id for row in rows],
    )
