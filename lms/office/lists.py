"""People as the office lists them."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from lms.accounts.contacts import people_of
from lms.accounts.lists import FileList, ListForm, Sort, dong_filter
from lms.accounts.models import Centre, Region, User
from lms.common.files.export import Cell
from lms.common.text import korean
from lms.office.queries import people as queries
from mentoring.corps.forms.filters import field_filter
from mentoring.corps.models import ExpertProfile
from mentoring.corps.queries.experts import fields_of

KINDS = {
    "learner": _("Learners"),
    "expert": _("Experts"),
    "council": _("Council members"),
    "community": _("Community members"),
    "staff": _("Staff"),
}


class PeopleFilters(ListForm):
    q = forms.CharField(label=_("Name, e-mail or phone"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Who"), required=False, choices=[("", _("All")), *KINDS.items()])
    dong = dong_filter()
    field = field_filter()

    def offer(self, centre: Centre, user: User) -> None:
        homes = Region.objects.filter(residents__in=people_of(centre)).distinct().order_by("code")
        self.fields["dong"].queryset = homes  # type: ignore[attr-defined]
        self.fields["field"].label = _("Field of the expert")
        self.fields["field"].queryset = fields_of(centre)  # type: ignore[attr-defined]


class People(FileList[User]):
    model = User
    page = "office_people"
    title = _("People")
    counted = ngettext_lazy("%(n)s person", "%(n)s people", "n")
    nothing = (_("There is nobody yet."), _("People who have taken part in something at this centre appear here."))
    icon = "people"
    form = PeopleFilters
    search = ("name", "email")
    phone = "phone"
    day = "date_joined"
    equal: ClassVar[Mapping[str, str]] = {"dong": "dong"}
    sorts: ClassVar[Mapping[str, Sort]] = {
        "name": Sort(_("By name"), ("name",)),
        "new": Sort(_("The latest first"), ("-date_joined",)),
        "old": Sort(_("The earliest first"), ("date_joined",)),
    }
    file_name = _("people")
    file_label = _("Download the list of people")
    header = (
        _("Name"),
        _("Here as"),
        _("Dong"),
        pgettext_lazy("site", "Fields"),
        pgettext_lazy("site", "Phone"),
        _("E-mail"),
        _("Joined on"),
    )

    def scope(self, user: User, centre: Centre) -> QuerySet[User]:
        return people_of(centre)

    def narrow(self, rows: QuerySet[User], wish: Mapping[str, Any], centre: Centre) -> QuerySet[User]:
        if "kind" in wish:
            rows = rows.filter(queries.of_kind(wish["kind"], centre))
        if "field" in wish:
            rows = rows.filter(pk__in=ExpertProfile.objects.filter(fields=wish["field"]).values("person"))
        return rows

    def figures(self, rows: QuerySet[User], user: User, centre: Centre) -> QuerySet[User]:
        profiles = ExpertProfile.objects.filter(centre=centre).prefetch_related("fields")
        rows = queries.with_kinds(rows, centre).select_related("dong")
        return rows.prefetch_related(Prefetch("expert_profiles", profiles, to_attr="profiles_here"))

    def line(self, row: User) -> Sequence[Cell]:
        kinds = [str(label) for kind, label in KINDS.items() if getattr(row, f"is_{kind}_here", False)]
        here = ", ".join([*kinds, *(role.get_role_display() for role in row.roles_here)])  # type: ignore[attr-defined]
        profiles: list[ExpertProfile] = row.profiles_here  # type: ignore[attr-defined] # prefetched above
        fields = ", ".join(field.name for profile in profiles for field in profile.fields.all())
        return row.name, here, str(row.dong or ""), fields, korean.phone(row.phone), row.email, row.date_joined

    def whose(self, row: User) -> Sequence[int]:
        return [row.pk]


PEOPLE = People()
