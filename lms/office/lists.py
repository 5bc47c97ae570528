"""People, and what was recorded of them, as the office lists them."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Prefetch, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from lms.accounts.contacts import people_of
from lms.accounts.lists import FileList, ListForm, OfficeList, Pile, Row, Sort, dong_filter, person_filter
from lms.accounts.models import Centre, Region, User
from lms.common.enums import Access
from lms.common.files.export import Cell
from lms.common.models import AccessLog, StateChange
from lms.common.text import korean
from lms.office.queries import people as queries
from lms.office.queries import records as queries_of_records
from mentoring.corps.forms.filters import field_filter
from mentoring.corps.models import ExpertProfile
from mentoring.corps.queries.experts import fields_of


def _of_action(action: Access) -> Callable[[], Q]:
    return lambda: Q(action=action)


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
        return queries.with_kinds(rows, centre).select_related("dong")

    def for_file(self, rows: QuerySet[User], user: User, centre: Centre) -> QuerySet[User]:
        profiles = ExpertProfile.objects.filter(centre=centre).prefetch_related("fields")
        rows = self.figures(rows, user, centre)
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


# ── what was recorded


CHANGES_KEY = "changes"


class RecordFilters(ListForm):
    q = forms.CharField(label=_("Who, or whose"), required=False, max_length=60)
    person = person_filter()


class Records(OfficeList[Row]):
    """Readings and changes are rows of two kinds under one page: `kind` says which."""

    page = "office_records"
    title = _("What was recorded")
    counted = ngettext_lazy("%(n)s record", "%(n)s records", "n")
    nothing = (_("Nothing is recorded yet."), _("Who reads, downloads or changes something stands here."))
    form = RecordFilters
    search = ("actor__name",)
    people = ("actor",)
    day = "at"
    sorts: ClassVar[Mapping[str, Sort]] = {
        "new": Sort(_("The latest first"), ("-at",)),
        "old": Sort(_("The earliest first"), ("at",)),
    }
    pile_name = "kind"
    piles: ClassVar[Mapping[str, Pile]] = {
        "": Pile(_("Readings, downloads, refusals and sign-ins"), Q, counted=False),
        **{action.value: Pile(action.label, _of_action(action), counted=False) for action in Access},
        CHANGES_KEY: Pile(_("Changes of state"), Q, counted=False),
    }

    @abstractmethod
    def concerning(self, people: Collection[int], centre: Centre) -> Q:
        """What they did, and what was done to what is theirs."""

    def worded(self, text: str, centre: Centre) -> Q:
        return self.concerning(queries_of_records.people_named(text, centre), centre) if text.strip() else Q()

    def narrow(self, rows: QuerySet[Row], wish: Mapping[str, Any], centre: Centre) -> QuerySet[Row]:
        return rows.filter(self.concerning([wish["person"]], centre)) if "person" in wish else rows

    def figures(self, rows: QuerySet[Row], user: User, centre: Centre) -> QuerySet[Row]:
        return rows.select_related("actor")


class Accesses(Records[AccessLog]):
    model = AccessLog

    def scope(self, user: User, centre: Centre) -> QuerySet[AccessLog]:
        return queries_of_records.accesses(centre)

    def concerning(self, people: Collection[int], centre: Centre) -> Q:
        return queries_of_records.accesses_of(people)


class Changes(Records[StateChange]):
    model = StateChange
    all_pile = CHANGES_KEY

    def scope(self, user: User, centre: Centre) -> QuerySet[StateChange]:
        return queries_of_records.changes(centre)

    def concerning(self, people: Collection[int], centre: Centre) -> Q:
        return queries_of_records.changes_of(people, centre)


ACCESSES = Accesses()
CHANGES = Changes()


def records_asked(query: QueryDict) -> Records[Any]:
    return CHANGES if query.get(Records.pile_name) == CHANGES_KEY else ACCESSES
