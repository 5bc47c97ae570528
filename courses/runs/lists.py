"""Runs, and who is in them, as the office lists them."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from courses.runs.domain import enrolment as enrolments
from courses.runs.enums import EnrolmentState, RunState
from courses.runs.models import CourseRun, Enrolment
from courses.runs.queries import office as queries
from lms.accounts.deeds import Deed
from lms.accounts.lists import FileList, ListForm, Pile, Sort, dong_filter, in_states
from lms.accounts.models import Centre, Region, User
from lms.accounts.namesakes import told_apart
from lms.accounts.rules import may_coordinate
from lms.common.files.export import Cell
from lms.common.text import korean


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


class LearnerFilters(ListForm):
    q = forms.CharField(label=_("Name, e-mail or phone"), required=False, max_length=80)
    run = forms.ModelChoiceField(
        label=_("Run"), queryset=CourseRun.objects.none(), required=False, empty_label=_("All")
    )
    dong = dong_filter()

    def offer(self, centre: Centre | None, user: User) -> None:
        runs = RUNS.scope(user, centre)
        self.fields["run"].queryset = runs.select_related("version")  # type: ignore[attr-defined]
        homes = Region.objects.filter(residents__enrolments__run__in=runs).distinct().order_by("code")
        self.fields["dong"].queryset = homes  # type: ignore[attr-defined]


_E = EnrolmentState


def _withdraw(row: Enrolment, actor: User, reason: str) -> Enrolment:
    return enrolments.withdraw_learner(enrolment=row, reason=reason, actor=actor)


def _take_back(row: Enrolment, actor: User, reason: str) -> Enrolment:
    return enrolments.take_back_admission(enrolment=row, reason=reason, actor=actor)


class Learners(FileList[Enrolment]):
    """Everybody who ever applied for a run or was given a seat in one."""

    model = Enrolment
    page = "office_learners"
    title = _("Applicants and learners")
    counted = ngettext_lazy("%(n)s seat or application", "%(n)s seats and applications", "n")
    nothing = (_("Nobody has applied yet."), _("Applications appear here as they come in."))
    icon = "people"
    form = LearnerFilters
    search = ("person__name", "person__email")
    phone = "person__phone"
    day = "applied_at"
    equal: ClassVar[Mapping[str, str]] = {"run": "run", "dong": "person__dong"}
    sorts: ClassVar[Mapping[str, Sort]] = {
        "new": Sort(_("The latest first"), ("-applied_at",)),
        "old": Sort(_("The earliest first"), ("applied_at",)),
        "name": Sort(_("By name"), ("person__name", "applied_at"), indexed=False),
        "queue": Sort(_("As they wait"), ("queued_at", "applied_at"), indexed=False),
    }
    piles: ClassVar[Mapping[str, Pile]] = {
        "": Pile(_("All"), Q, counted=False),
        "asking": Pile(_("To answer"), in_states(_E.APPLIED)),
        "offered": Pile(_("A seat is offered"), in_states(_E.OFFERED)),
        "waiting": Pile(_("On the waiting list"), in_states(_E.WAITLISTED)),
        "learning": Pile(_("Learning"), in_states(_E.ACTIVE)),
        "completed": Pile(_("Completed"), in_states(_E.COMPLETED)),
        "missed": Pile(_("Not completed"), in_states(_E.NOT_COMPLETED)),
        "gone": Pile(_("No longer in it"), in_states(_E.WITHDRAWN, _E.REJECTED, _E.CANCELLED)),
    }
    deeds: ClassVar[Mapping[str, Deed]] = {
        "withdraw_learners": Deed(
            _("Withdraw those chosen"),
            ngettext_lazy("%(n)s person is withdrawn and has been told.", "%(n)s people are withdrawn and told.", "n"),
            may_coordinate,
            _withdraw,
            _("For people who called. Lessons finished and attendance stay, and count if they join a later run."),
            _("Each of them reads it."),
        ),
        "take_back_admissions": Deed(
            _("Take the admissions back"),
            ngettext_lazy("%(n)s admission is taken back.", "%(n)s admissions are taken back.", "n"),
            may_coordinate,
            _take_back,
            _("For a slip, until the first day. The seats go to those who wait next."),
            _("Each of them reads it."),
        ),
    }
    file_name = _("roster")
    file_label = _("Download the roster")
    header = (
        *(_("Name"), pgettext_lazy("site", "Phone"), _("E-mail"), _("Dong"), _("Course"), _("Run")),
        *(_("State"), _("Applied on")),
    )

    def scope(self, user: User, centre: Centre | None) -> QuerySet[Enrolment]:
        return Enrolment.objects.filter(run__in=RUNS.scope(user, centre))

    def figures(self, rows: QuerySet[Enrolment], user: User, centre: Centre | None) -> QuerySet[Enrolment]:
        return queries.with_places_in_queue(rows).select_related("person__dong", "run__version")

    def names_of(self, rows: Sequence[Enrolment], centre: Centre) -> dict[int, str]:
        names = told_apart([row.person for row in rows], centre)
        return {row.pk: f"{names[row.person_id]} · {row.run} · {row.get_state_display()}" for row in rows}

    def line(self, row: Enrolment) -> Sequence[Cell]:
        who = row.person.name, korean.phone(row.person.phone), row.person.email, str(row.person.dong or "")
        return *who, row.run.version.title, row.run.name, row.get_state_display(), row.applied_at

    def whose(self, row: Enrolment) -> Sequence[int]:
        return [row.person_id]


RUNS = Runs()
LEARNERS = Learners()
