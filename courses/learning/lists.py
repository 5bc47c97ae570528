"""Completions under review as the office lists them."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from courses.learning.enums import OPEN_REVIEW, ReviewState
from courses.learning.models import CompletionReview
from courses.runs.models import CourseRun
from lms.accounts.lists import ListForm, OfficeList, Pile, Sort, in_states, person_filter
from lms.accounts.models import Centre, User

_R = ReviewState


class ReviewFilters(ListForm):
    q = forms.CharField(label=_("Name or phone"), required=False, max_length=80)
    run = forms.ModelChoiceField(
        label=_("Run"), queryset=CourseRun.objects.none(), required=False, empty_label=_("All")
    )
    person = person_filter()

    def offer(self, centre: Centre, user: User) -> None:
        reviewed = CompletionReview.objects.visible_to(user).filter(centre=centre).values("completion__enrolment__run")
        runs = CourseRun.objects.filter(pk__in=reviewed).select_related("version").order_by("-starts_on", "pk")
        self.fields["run"].queryset = runs  # type: ignore[attr-defined]


class Reviews(OfficeList[CompletionReview]):
    model = CompletionReview
    page = "office_reviews"
    title = _("Completions to review")
    counted = ngettext_lazy("%(n)s completion", "%(n)s completions", "n")
    nothing = (
        _("Nothing to decide"),
        _("A completion stands here when what it rested on was corrected and its rule isn't met any more."),
    )
    icon = "check"
    form = ReviewFilters
    search = ("completion__person__name",)
    people = ("completion__person",)
    day = "opened_at"
    equal: ClassVar[Mapping[str, str]] = {"run": "completion__enrolment__run", "person": "completion__person"}
    sorts: ClassVar[Mapping[str, Sort]] = {
        "old": Sort(_("The earliest first"), ("opened_at",)),
        "new": Sort(_("The latest first"), ("-opened_at",)),
        "name": Sort(_("By name"), ("completion__person__name", "opened_at"), indexed=False),
    }
    pile_name = "state"
    first_pile, all_pile = "open", "all"
    piles: ClassVar[Mapping[str, Pile]] = {
        "open": Pile(pgettext_lazy("review", "Not decided yet"), in_states(*OPEN_REVIEW)),
        "waiting": Pile(_R.WAITING.label, in_states(_R.WAITING)),
        "proposed": Pile(_R.PROPOSED.label, in_states(_R.PROPOSED)),
        "kept": Pile(_R.KEPT.label, in_states(_R.KEPT)),
        "withdrawn": Pile(_R.WITHDRAWN.label, in_states(_R.WITHDRAWN)),
        "moot": Pile(_R.MOOT.label, in_states(_R.MOOT)),
        "all": Pile(_("All"), Q),
    }

    def scope(self, user: User, centre: Centre) -> QuerySet[CompletionReview]:
        return CompletionReview.objects.visible_to(user).filter(centre=centre)

    def figures(self, rows: QuerySet[CompletionReview], user: User, centre: Centre) -> QuerySet[CompletionReview]:
        return rows.select_related("completion__person", "completion__enrolment__run__version", "proposed_by")


REVIEWS = Reviews()
