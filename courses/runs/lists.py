"""Runs as the office lists them."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from courses.runs.enums import RunState
from courses.runs.models import CourseRun
from courses.runs.queries import office as queries
from lms.accounts.lists import FileList, ListForm, Pile, Sort
from lms.accounts.models import Centre, User
from lms.common.files.export import Cell


class RunFilters(ListForm):
    q = forms.CharField(label=_("Course, run or place"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *RunState.choices])


class Runs(FileList[CourseRun]):
    model = CourseRun
    page = "office_runs"
    title = _("Runs")
    counted = ngettext_lazy("%(n)s run", "%(n)s runs", "n")
    nothing = (
        _("There are no runs yet."),
        _("Prepare one from a published course; people can apply once it is announced."),
    )
    icon = "calendar"
    form = RunFilters
    search = ("version__title", "name", "place")
    day = "starts_on"
    equal: ClassVar[Mapping[str, str]] = {"state": "state"}
    sorts: ClassVar[Mapping[str, Sort]] = {
        "new": Sort(_("The latest first"), ("-starts_on",)),
        "old": Sort(_("The earliest first"), ("starts_on",)),
        "title": Sort(_("By course"), ("version__title", "starts_on"), indexed=False),
    }
    piles: ClassVar[Mapping[str, Pile]] = {
        "": Pile(_("All"), Q, counted=False),
        "asking": Pile(_("With applications to answer"), queries.has_applications),
        "unrecorded": Pile(_("With attendance to enter"), queries.has_unrecorded_classes),
        "over": Pile(_("To be closed"), queries.is_over),
    }
    file_name = _("runs")
    file_label = _("Download the list of runs")
    header = (
        *(_("Course"), _("Run"), _("State"), _("First day"), _("Last day"), _("Place")),
        *(_("Seats"), _("Seats taken"), _("Waiting"), _("To answer")),
    )

    def scope(self, user: User, centre: Centre | None) -> QuerySet[CourseRun]:
        """Those of the office and those that the person teaches; all that somebody teaches who is on no staff."""
        runs = CourseRun.objects.staffed_by(user)
        return runs.filter(Q(centre=centre) | Q(pk__in=user.taught_runs.values("pk"))) if centre else runs

    def figures(self, rows: QuerySet[Any], user: User, centre: Centre | None) -> QuerySet[CourseRun]:
        found: QuerySet[CourseRun] = rows.with_places().select_related("version", "centre")  # type: ignore[attr-defined]
        return found

    def line(self, row: Any) -> Sequence[Cell]:
        what = row.version.title, row.name, row.get_state_display(), row.starts_on, row.ends_on, row.place
        return *what, row.capacity, row.taken, row.waiting, row.asking

    def whose(self, row: CourseRun) -> Sequence[int]:
        return []


RUNS = Runs()
