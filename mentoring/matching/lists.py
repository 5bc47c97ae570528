"""Coaching requests as the office lists them."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from lms.accounts.lists import FileList, Pile, Sort, in_states
from lms.accounts.models import Centre, User
from lms.common.files.export import Cell
from mentoring.coaching.models import CoachingRequest
from mentoring.coaching.queries.requests import GROUPS
from mentoring.communities.enums import CommunityKind
from mentoring.communities.lists import PlaceFilters
from mentoring.matching.queries.requests import with_offers


class RequestFilters(PlaceFilters):
    q = forms.CharField(label=_("Name of the community"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *CommunityKind.choices])


class Requests(FileList[CoachingRequest]):
    model = CoachingRequest
    page = "office_requests"
    title = _("Matching")
    counted = ngettext_lazy("%(n)s request", "%(n)s requests", "n")
    nothing = (_("There are no requests yet."), _("They come here when communities send them."))
    icon = "check"
    form = RequestFilters
    search = ("community__name",)
    day = "submitted_at"
    equal: ClassVar[Mapping[str, str]] = {
        "dong": "community__dong",
        "field": "community__field",
        "kind": "community__kind",
    }
    sorts: ClassVar[Mapping[str, Sort]] = {
        "old": Sort(_("The longest waiting first"), ("submitted_at",)),
        "new": Sort(_("The latest first"), ("-submitted_at",)),
        "name": Sort(_("By community"), ("community__name", "submitted_at"), indexed=False),
    }
    pile_name = "group"
    first_pile, all_pile = "waiting", "all"
    piles: ClassVar[Mapping[str, Pile]] = {
        key: Pile(label, in_states(*states)) for key, (label, states) in GROUPS.items()
    }
    file_name = _("coaching requests")
    file_label = _("Download the coaching requests")
    header = (
        _("Community"),
        _("Dong"),
        pgettext_lazy("site", "Field"),
        _("What for"),
        _("Topics"),
        _("Sent"),
        _("State"),
    )

    def scope(self, user: User, centre: Centre) -> QuerySet[CoachingRequest]:
        return CoachingRequest.objects.visible_to(user).filter(centre=centre, submitted_at__isnull=False)

    def figures(self, rows: QuerySet[CoachingRequest], user: User, centre: Centre) -> QuerySet[CoachingRequest]:
        return with_offers(rows)

    def line(self, row: CoachingRequest) -> Sequence[Cell]:
        of, topics = row.community, ", ".join(str(topic) for topic in row.topics.all())
        where = of.name, str(of.dong), str(of.field)
        return *where, row.get_support_kind_display(), topics, row.submitted_at, row.get_state_display()

    def whose(self, row: CoachingRequest) -> Sequence[int]:
        return []


REQUESTS = Requests()
