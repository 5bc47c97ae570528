"""Learning in pictures: the numbers of `metrics` with their words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.learning.metrics import ADMITTED, APPLIED, BEGAN, COMPLETED, HALF, STAGES, Funnel
from lms.common.figures import Bar, Figure, bars, heading_of
from lms.common.ui.progress import percent

LABELS = {
    APPLIED: pgettext_lazy("funnel", "Applied"),
    ADMITTED: pgettext_lazy("funnel", "Got a seat"),
    BEGAN: pgettext_lazy("funnel", "Began"),
    HALF: pgettext_lazy("funnel", "Half or more"),
    COMPLETED: pgettext_lazy("funnel", "Completed"),
}
STOPS = {
    APPLIED: gettext_lazy("Most stop before they get a seat."),
    ADMITTED: gettext_lazy("Most stop between getting a seat and beginning."),
    BEGAN: gettext_lazy("Most stop after the beginning, before half of the lessons."),
    HALF: gettext_lazy("Most stop after half of the lessons, before the end."),
}


def funnel_figure(funnel: Funnel) -> Figure:
    id_, title = "funnel", _("From application to completion: runs that began this year")
    applied, completed = funnel.reached[APPLIED], funnel.reached[COMPLETED]
    if not applied:
        return Figure(id_, title, _("Nobody has applied for a run that began this year."))
    told = {"applied": applied, "completed": completed, "learning": funnel.learning}
    summary = _("%(applied)s people applied, %(completed)s completed, and %(learning)s are learning.") % told
    stop = _("Nobody has stopped.") if funnel.most_stop_at is None else str(STOPS[funnel.most_stop_at])
    rows = [(str(LABELS[stage]), funnel.reached[stage]) for stage in STAGES]
    cells = tuple((label, _people(number), f"{percent(number, applied)}%") for label, number in rows)
    lines = [
        Bar(label, number, f"{people} ({share})")
        for (label, number), (_l, people, share) in zip(rows, cells, strict=True)
    ]
    return Figure(
        id=id_,
        title=title,
        finding=f"{summary} {stop}",
        svg=bars(lines, named_by=heading_of(id_)),
        head=(_("Step"), _("People"), _("Share")),
        rows=cells,
        note=_("Who took part in two runs is counted twice."),
    )


def _people(number: int) -> str:
    return _("%(number)s people") % {"number": number}
