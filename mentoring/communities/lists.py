"""Communities as the office lists them."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from lms.accounts.lists import FileList, ListForm, Sort, dong_filter
from lms.accounts.models import Centre, User
from lms.common.files.export import Cell
from lms.common.text import korean
from mentoring.communities.enums import CommunityState
from mentoring.communities.models import Community, CommunityMembership
from mentoring.communities.queries import communities as queries
from mentoring.corps.forms.filters import field_filter
from mentoring.corps.queries.experts import fields_of


class PlaceFilters(ListForm):
    """Of communities, and of whatever is theirs."""

    dong = dong_filter()
    field = field_filter()

    def offer(self, centre: Centre, user: User) -> None:
        self.fields["dong"].queryset = queries.dongs_with_communities(centre)  # type: ignore[attr-defined]
        self.fields["field"].queryset = fields_of(centre)  # type: ignore[attr-defined]


class CommunityFilters(PlaceFilters):
    state = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *CommunityState.choices])


class Communities(FileList[Community]):
    model = Community
    page = "office_communities"
    title = _("Communities")
    counted = ngettext_lazy("%(n)s community", "%(n)s communities", "n")
    nothing = (_("There are no communities yet."), _("Communities that the centre registers appear here."))
    icon = "people"
    form = CommunityFilters
    search = ("name",)
    day = "joined_on"
    equal: ClassVar[Mapping[str, str]] = {"dong": "dong", "field": "field", "state": "state"}
    sorts: ClassVar[Mapping[str, Sort]] = {
        "name": Sort(_("By name"), ("name",)),
        "new": Sort(_("The latest first"), ("-joined_on",)),
        "size": Sort(_("The largest first"), ("-members_count",), indexed=False),
    }
    file_name = _("communities")
    file_label = _("Download the list of communities")
    header = (
        *(
            _("Name"),
            pgettext_lazy("site", "Field"),
            _("Dong"),
            _("Stage"),
            _("Status"),
            _("Number of members"),
            _("With us since"),
        ),
        *(_("Representative"), pgettext_lazy("site", "Phone")),
    )

    def scope(self, user: User, centre: Centre) -> QuerySet[Community]:
        return Community.objects.visible_to(user).filter(centre=centre)

    def figures(self, rows: QuerySet[Community], user: User, centre: Centre) -> QuerySet[Community]:
        return queries.with_representatives(rows)

    def line(self, row: Community) -> Sequence[Cell]:
        held = [one.person for one in _representatives(row)]
        names = ", ".join(person.name for person in held)
        phones = ", ".join(korean.phone(person.phone) for person in held if person.phone)
        what = row.name, str(row.field), str(row.dong), str(row.stage), row.get_state_display()
        return *what, row.members_count, row.joined_on, names, phones

    def whose(self, row: Community) -> Sequence[int]:
        return [one.person_id for one in _representatives(row)]


def _representatives(row: Community) -> list[CommunityMembership]:
    return row.representatives  # type: ignore[attr-defined] # prefetched by the list's own query


COMMUNITIES = Communities()
