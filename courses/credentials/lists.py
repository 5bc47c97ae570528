"""Runs whose completions the office looks after."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from courses.credentials.queries import completions as queries
from courses.runs.enums import ANNOUNCED_RUN
from courses.runs.models import CourseRun
from lms.accounts.lists import ListForm, OfficeList, Pile, Sort
from lms.accounts.models import Centre, User


class CompletionFilters(ListForm):
    q = forms.CharField(label=_("Course or run"), required=False, max_length=80)


def _has_due() -> Q:
    return Q(Exists(queries.due_completions().filter(enrolment__run=OuterRef("pk"))))


class Completions(OfficeList[CourseRun]):
    model = CourseRun
    page = "office_completions"
    title = _("Completions")
    counted = ngettext_lazy("%(n)s run", "%(n)s runs", "n")
    nothing = (_("Nobody yet"), _("Runs appear here once they are published."))
    form = CompletionFilters
    search = ("version__title", "name")
    day = "ends_on"
    sorts: ClassVar[Mapping[str, Sort]] = {
        "new": Sort(_("The latest first"), ("-starts_on",)),
        "old": Sort(_("The earliest first"), ("starts_on",)),
        "title": Sort(_("By course"), ("version__title", "starts_on"), indexed=False),
    }
    piles: ClassVar[Mapping[str, Pile]] = {
        "": Pile(_("All"), Q, counted=False),
        "due": Pile(_("Certificates to issue"), _has_due),
    }

    def scope(self, user: User, centre: Centre) -> QuerySet[CourseRun]:
        return CourseRun.objects.of_office_of(user).filter(centre=centre, state__in=ANNOUNCED_RUN)

    def figures(self, rows: QuerySet[CourseRun], user: User, centre: Centre) -> QuerySet[CourseRun]:
        return queries.with_counts(rows)


COMPLETIONS = Completions()
