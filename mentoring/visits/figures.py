"""Hours of coaching in pictures."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lms.common import clock
from lms.common.figures import Column, Figure, columns, heading_of
from lms.common.text.korean import ko_minutes
from mentoring.visits.metrics import Month


def hours_figure(months: Sequence[Month]) -> Figure:
    """Whole hours, rounded: in the drawing and in the table the same."""
    id_, title = "hours", _("Coaching hours by month")
    minutes = sum(month.minutes for month in months)
    if not minutes:
        return Figure(id_, title, _("No visit was confirmed in the last twelve months."))
    running, most = months[-1], max(months, key=lambda month: month.minutes)
    lines = [
        Column(str(month.first.month), _hours(month), _year(index, months), running=month is running)
        for index, month in enumerate(months)
    ]
    told = {"total": ko_minutes(minutes), "month": _month(most), "hours": _hours(most)}
    unfinished = _("%(month)s (dashed) is not over yet.") if running.minutes else _("%(month)s is not over yet.")
    sentences = [
        _("%(total)s in the last twelve months, most of it in %(month)s (%(hours)s hours).") % told,
        unfinished % {"month": _month(running)},
    ]
    return Figure(
        id=id_,
        title=title,
        finding=" ".join(sentences),
        svg=columns(lines, named_by=heading_of(id_)),
        head=(_("Month"), _("Coaching hours")),
        rows=tuple((_month(month, running), _("%(hours)s hours") % {"hours": _hours(month)}) for month in months),
        note=_("Only visits that the community confirmed, rounded to whole hours."),
    )


def _hours(month: Month) -> int:
    return (month.minutes + 30) // 60


def _month(month: Month, running: Month | None = None) -> str:
    name = _("%(year)s-%(month)s") % {"year": month.first.year, "month": month.first.month}
    if month is not running:
        return name
    return _("%(month)s (until day %(day)s)") % {"month": name, "day": clock.today().day}


def _year(index: int, months: Sequence[Month]) -> str:
    """Below January, and below the first column where there is room before January."""
    month = months[index].first
    has_room = month.month == 1 or (index == 0 and month.month <= 10)
    return _("the year %(year)s") % {"year": month.year} if has_room else ""
