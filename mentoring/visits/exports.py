"""Visits as files. Private notes, and what was written in a log, never stand in one."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.exports import Offered
from lms.accounts.models import Centre, User
from lms.accounts.rules import may_export_lists
from lms.common import clock
from lms.common.files.export import Cell, Sheet
from mentoring.visits.enums import VisitState
from mentoring.visits.metrics import COUNTS, LENGTH
from mentoring.visits.models import Visit
from mentoring.visits.queries.visits import SENT


def logs(user: User, centre: Centre) -> Sheet:
    rows = Visit.objects.visible_to(user).filter(centre=centre, state__in=SENT)

    def lines() -> Iterator[Sequence[Cell]]:
        for row in rows.select_related("engagement__community", "expert__person").iterator():
            names = row.engagement.community.name, row.expert.person.name
            yield row.starts_at, *names, row.get_mode_display(), row.attendees, row.minutes, row.get_state_display()

    return Sheet(
        name=_("visit logs"),
        header=(
            *(_("Day"), _("Community"), _("Expert"), _("How"), _("Residents who took part"), _("Minutes"), _("State")),
        ),
        rows=lines,
        whose=_authors(rows),
    )


def hours(user: User, centre: Centre) -> Sheet:
    """Confirmed visits alone, by month and expert."""
    rows = Visit.objects.visible_to(user).filter(COUNTS, centre=centre).order_by()
    of_month = rows.annotate(month=TruncMonth("starts_at", tzinfo=clock.SEOUL)).values(
        "month", "expert", "expert__person__name"
    )

    def lines() -> Iterator[Sequence[Cell]]:
        for row in of_month.annotate(total=Sum(LENGTH)).order_by("-month", "expert__person__name"):
            yield f"{row['month']:%Y-%m}", row["expert__person__name"], int(row["total"].total_seconds() // 60)

    return Sheet(
        name=_("coaching hours by month"),
        header=(_("Month"), _("Expert"), _("Minutes")),
        rows=lines,
        whose=_authors(rows.filter(state=VisitState.CONFIRMED)),
    )


def _authors(rows: QuerySet[Visit]) -> list[int]:
    return list(rows.order_by().values_list("author", flat=True).distinct())


LISTS = {
    "logs": Offered(gettext_lazy("Download the visit logs"), logs, "office_visits", may_export_lists),
    "hours": Offered(gettext_lazy("Download the coaching hours by month"), hours, "office_visits", may_export_lists),
}
