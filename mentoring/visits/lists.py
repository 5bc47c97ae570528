"""Engagements and visit logs as the office lists them. Private notes, and what was written in a log, stand in no file."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from lms.accounts.exports import Offered
from lms.accounts.lists import FileList, Pile, Sort, in_states
from lms.accounts.models import Centre, User
from lms.accounts.namesakes import offer_people
from lms.accounts.rules import may_export_lists
from lms.common import clock
from lms.common.files.export import Cell, Sheet
from mentoring.coaching.enums import OPEN_ENGAGEMENT, EngagementState
from mentoring.coaching.models import Engagement
from mentoring.communities.lists import PlaceFilters
from mentoring.corps.forms.filters import expert_filter
from mentoring.corps.queries.experts import experts_at
from mentoring.visits.enums import VisitState
from mentoring.visits.metrics import COUNTS, LENGTH
from mentoring.visits.models import Visit
from mentoring.visits.queries import engagements as coachings
from mentoring.visits.queries import office as logs
from mentoring.visits.queries.visits import SENT


class _CoachingFilters(PlaceFilters):
    q = forms.CharField(label=_("Community, expert or phone"), required=False, max_length=80)
    expert = expert_filter()
    field_order = ("q", "expert", "dong", "field")

    def offer(self, centre: Centre, user: User) -> None:
        super().offer(centre, user)
        experts = experts_at(centre).order_by("person__name", "pk")
        offer_people(self.fields["expert"], experts, centre, lambda expert: expert.person)


class EngagementFilters(_CoachingFilters):
    flag = forms.ChoiceField(
        label=_("Needs a look"),
        required=False,
        choices=[("", _("All")), *[(key, label) for key, (label, _condition) in coachings.FLAGS.items()]],
    )


class Engagements(FileList[Engagement]):
    model = Engagement
    page = "office_engagements"
    title = _("Coaching under way")
    counted = ngettext_lazy("%(n)s coaching", "%(n)s coachings", "n")
    nothing = (_("There is no coaching yet."), _("It begins when an expert accepts a request."))
    icon = "check"
    form = EngagementFilters
    search = ("community__name", "expert__person__name")
    people = ("expert__person",)
    day = "starts_on"
    equal: ClassVar[Mapping[str, str]] = {
        "expert": "expert",
        "dong": "community__dong",
        "field": "community__field",
    }
    sorts: ClassVar[Mapping[str, Sort]] = {
        "old": Sort(_("The earliest first"), ("starts_on",)),
        "new": Sort(_("The latest first"), ("-starts_on",)),
        "name": Sort(_("By community"), ("community__name", "starts_on"), indexed=False),
        "expert": Sort(_("By expert"), ("expert__person__name", "starts_on"), indexed=False),
    }
    pile_name = "state"
    first_pile, all_pile = "open", "all"
    piles: ClassVar[Mapping[str, Pile]] = {
        "open": Pile(_("Under way or paused"), in_states(*OPEN_ENGAGEMENT)),
        **{str(state): Pile(state.label, in_states(state)) for state in EngagementState},
        "all": Pile(_("All"), Q),
    }
    file_name = _("coachings")
    file_label = _("Download the list of coachings")
    header = (
        *(_("Community"), _("Dong"), pgettext_lazy("site", "Field"), _("Expert"), _("Since"), _("State")),
        *(_("Visits planned"), _("Visits confirmed"), _("Last visit")),
    )

    def scope(self, user: User, centre: Centre) -> QuerySet[Engagement]:
        return Engagement.objects.visible_to(user).filter(centre=centre)

    def narrow(self, rows: QuerySet[Engagement], wish: Mapping[str, Any], centre: Centre) -> QuerySet[Engagement]:
        return coachings.flagged(rows, wish.get("flag", ""))

    def figures(self, rows: QuerySet[Engagement], user: User, centre: Centre) -> QuerySet[Engagement]:
        return coachings.with_visits(rows)

    def line(self, row: Any) -> Sequence[Cell]:
        where = row.community.name, str(row.community.dong), str(row.community.field)
        who = row.expert.person.name, row.starts_on, row.get_state_display()
        return *where, *who, row.planned_visits, row.confirmed, row.last_visit

    def whose(self, row: Engagement) -> Sequence[int]:
        return [row.expert.person_id]


class Visits(FileList[Visit]):
    model = Visit
    page = "office_visits"
    title = _("Visit logs")
    counted = ngettext_lazy("%(n)s log", "%(n)s logs", "n")
    nothing = (_("No visit logs yet"), _("They come here when experts send them."))
    form = _CoachingFilters
    search = ("engagement__community__name", "expert__person__name")
    people = ("expert__person",)
    day = "starts_at"
    equal: ClassVar[Mapping[str, str]] = {
        "expert": "expert",
        "dong": "engagement__community__dong",
        "field": "engagement__community__field",
    }
    sorts: ClassVar[Mapping[str, Sort]] = {
        "new": Sort(_("The latest first"), ("-starts_at",)),
        "old": Sort(_("The earliest first"), ("starts_at",)),
        "name": Sort(_("By community"), ("engagement__community__name", "-starts_at"), indexed=False),
        "expert": Sort(_("By expert"), ("expert__person__name", "-starts_at"), indexed=False),
    }
    piles: ClassVar[Mapping[str, Pile]] = {
        "": Pile(_("All"), Q, counted=False),
        **{key: Pile(label, which) for key, (label, which) in logs.FILTERS.items()},
    }
    file_name = _("visit logs")
    file_label = _("Download the visit logs")
    header = (_("Day"), _("Community"), _("Expert"), _("How"), _("Residents who took part"), _("Minutes"), _("State"))

    def scope(self, user: User, centre: Centre) -> QuerySet[Visit]:
        return Visit.objects.visible_to(user).filter(centre=centre, state__in=SENT)

    def figures(self, rows: QuerySet[Visit], user: User, centre: Centre) -> QuerySet[Visit]:
        return rows.select_related("engagement__community", "expert__person").prefetch_related("confirmations")

    def line(self, row: Visit) -> Sequence[Cell]:
        names = row.engagement.community.name, row.expert.person.name
        return row.starts_at, *names, row.get_mode_display(), row.attendees, row.minutes, row.get_state_display()

    def whose(self, row: Visit) -> Sequence[int]:
        return [row.author_id]


ENGAGEMENTS = Engagements()
VISITS = Visits()


def hours(user: User, centre: Centre, query: QueryDict) -> Sheet:
    """Of the visits that the filters show the confirmed alone, by month and expert."""
    rows = VISITS.found(user, centre, VISITS.form_of(user, centre, query)).filter(COUNTS).order_by()
    of_month = rows.annotate(month=TruncMonth("starts_at", tzinfo=clock.SEOUL)).values(
        "month", "expert", "expert__person__name"
    )

    def lines() -> Iterator[Sequence[Cell]]:
        for row in of_month.annotate(total=Sum(LENGTH)).order_by("-month", "expert__person__name"):
            yield f"{row['month']:%Y-%m}", row["expert__person__name"], int(row["total"].total_seconds() // 60)

    whose = rows.filter(state=VisitState.CONFIRMED).values_list("author", flat=True).distinct()
    header = [str(title) for title in (_("Month"), _("Expert"), _("Minutes"))]
    return Sheet(name=str(_("coaching hours by month")), header=header, rows=lines, whose=list(whose))


FILES = {
    "engagements": ENGAGEMENTS.offer_file(),
    "logs": VISITS.offer_file(),
    "hours": Offered(_("Download the coaching hours by month"), hours, "office_visits", may_export_lists),
}
