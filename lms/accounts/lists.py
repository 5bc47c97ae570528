"""The office's lists: each topic declares its own in its `lists`, and they filter, sort, turn pages and become files alike.

The ids of a page come first, within what this person's role may see; figures and names are read for those rows alone.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, reduce
from operator import or_
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.contacts import people_of
from lms.accounts.deeds import Deed, DeedLink, OfferedDeed, links_to
from lms.accounts.exports import Offered, offered
from lms.accounts.models import Centre, Region, User
from lms.accounts.requests import AuthedRequest
from lms.accounts.rules import Person, may_export_lists
from lms.common import clock
from lms.common.files.export import Cell, Sheet
from lms.common.files.export_form import ExportForm
from lms.common.text.search import Numbered, matches
from lms.common.ui.forms import DateField, PlainForm

Row = TypeVar("Row", bound=models.Model)
Words = str | Promise
AnyCentre = Any  # a Centre; None in a list that people read who are on no staff

SIZES = (30, 50, 100)
MOST_SORTED = 1000  # by what has no index; more rows keep the list's own order
IN_A_CHUNK = 500


@dataclass(frozen=True)
class Sort:
    label: Words
    by: tuple[str, ...]  # the key of the row is added
    indexed: bool = True


@dataclass(frozen=True)
class Pile:
    """One of the kinds of work that a list is divided by."""

    label: Words
    which: Callable[[], Q]
    counted: bool = True


def in_states(*states: str) -> Callable[[], Q]:
    """A pile of those that are in one of them."""
    return lambda: Q(state__in=states)


def dong_filter() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=_("Dong"), queryset=Region.objects.none(), to_field_name="code", required=False, empty_label=_("All")
    )


def person_filter() -> forms.IntegerField:
    """One person, to whose rows a link leads."""
    return forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)


class ListForm(PlainForm):
    """The filters of a list; a value that means nothing filters nothing."""

    q = forms.CharField(label=_("Name"), required=False, max_length=80)

    def __init__(self, data: QueryDict, *, of: "OfficeList[Any]", centre: AnyCentre, user: User) -> None:
        super().__init__(data)
        if of.day:
            self.fields["since"] = DateField(label=_("From the day"), required=False)
            self.fields["until"] = DateField(label=_("To the day"), required=False)
        if len(of.sorts) > 1:
            orders = [(key, sort.label) for key, sort in of.sorts.items()]
            self.fields["sort"] = forms.ChoiceField(
                label=pgettext_lazy("site", "Order"), required=False, choices=orders
            )
        sizes = [(str(size), str(size)) for size in SIZES]
        self.fields["size"] = forms.ChoiceField(label=_("Rows on a page"), required=False, choices=sizes)
        if of.piles:
            kept = forms.ChoiceField(required=False, choices=[(key, key) for key in of.piles], widget=forms.HiddenInput)
            self.fields[of.pile_name] = kept
        self.offer(centre, user)
        self.is_valid()

    def offer(self, centre: AnyCentre, user: User) -> None:
        """The rows to choose from."""

    @property
    def further(self) -> list[Any]:
        """All but the words that are looked for."""
        return [bound for bound in self.visible_fields() if bound.name != "q"]

    @property
    def is_opened(self) -> bool:
        return any(self.cleaned_data.get(bound.name) for bound in self.further)


class BothEnds(Paginator[Any]):
    """A page behind the middle is counted from the end, so that the last one costs no more than the first. `count` where
    it is known already."""

    def __init__(self, object_list: Any, per_page: int, count: int | None = None) -> None:
        super().__init__(object_list, per_page)
        if count is not None:
            self.count = count

    def page(self, number: int | str) -> Page[Any]:
        number = self.validate_number(number)
        first, last = (number - 1) * self.per_page, min(number * self.per_page, self.count)
        ids: Any = self.object_list
        if first <= self.count // 2:
            return Page(list(ids[first:last]), number, self)
        return Page(list(ids.reverse()[self.count - last : self.count - first])[::-1], number, self)


class OfficeList(ABC, Generic[Row]):
    """One list. What a topic says of its own stands in a subclass, of which there is one object."""

    model: ClassVar[Any]
    page: ClassVar[str]  # the name of its address
    title: ClassVar[Words]
    counted: ClassVar[Any]  # ngettext_lazy with %(n)s
    nothing: ClassVar[tuple[Words, Words]]  # what is said where there is none yet
    icon: ClassVar[str] = "list"
    form: ClassVar[type[ListForm]] = ListForm
    search: ClassVar[tuple[str, ...]] = ()
    phone: ClassVar[str] = ""  # of a row that whoever reads the list may call
    people: ClassVar[tuple[str, ...]] = ()  # the persons who are found by their phone, too, if the centre may see it
    day: ClassVar[str] = ""  # the column of the period
    equal: ClassVar[Mapping[str, str]] = {}  # a filter that names its column
    sorts: ClassVar[Mapping[str, Sort]]  # the first is the list's own
    piles: ClassVar[Mapping[str, Pile]] = {}
    pile_name: ClassVar[str] = "show"
    deeds: ClassVar[Mapping[str, Deed]] = {}  # of `DEEDS`, where the topic enters what `offer_deeds` gives
    first_pile: ClassVar[str] = ""  # where nothing is chosen
    all_pile: ClassVar[str] = ""

    # ── what a topic says

    @abstractmethod
    def scope(self, user: User, centre: AnyCentre) -> QuerySet[Row]:
        """What this person may see here, without anything joined."""

    def figures(self, rows: QuerySet[Row], user: User, centre: AnyCentre) -> QuerySet[Row]:
        """With names and figures; asked of the rows of one page."""
        return rows

    def narrow(self, rows: QuerySet[Row], wish: Mapping[str, Any], centre: AnyCentre) -> QuerySet[Row]:
        """What its own form asks besides columns that are equal."""
        return rows

    # ── what all do alike

    def found(self, user: User, centre: AnyCentre, form: ListForm) -> QuerySet[Row]:
        """All that the filters leave, in the order that was asked for."""
        rows, asked = self.of_all_parts(user, centre, form), form.cleaned_data
        pile = self.piles.get(asked.get(self.pile_name) or self.first_pile)
        return self._sorted(rows.filter(pile.which()) if pile else rows, asked.get("sort", ""))

    def of_all_parts(self, user: User, centre: AnyCentre, form: ListForm) -> QuerySet[Row]:
        """What the filters leave in any of the parts, in no order."""
        wish = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
        return self.narrow(self.scope(user, centre).filter(self._asked(wish, centre)), wish, centre)

    def worded(self, text: str, centre: AnyCentre) -> Q:
        """What is looked for by words. An empty text fits every row."""
        numbered = self._numbered(centre) if self.people else None
        return matches(text, *self.search, phone=self.phone, numbered=numbered)

    def _numbered(self, centre: AnyCentre) -> Numbered:
        """Of somebody whose contacts are not open to the centre, no number is found: that would tell it."""

        def found(digits: str) -> Q:
            callable_people = people_of(centre).filter(phone__contains=digits)
            return reduce(or_, (Q(**{f"{path}__in": callable_people.values("pk")}) for path in self.people))

        return found

    def _asked(self, wish: Mapping[str, Any], centre: AnyCentre) -> Q:
        asked = self.worded(wish.get("q", ""), centre)
        for name, column in self.equal.items():
            asked &= Q(**{column: wish[name]}) if name in wish else Q()
        return asked & self._within(wish.get("since"), wish.get("until"))

    def _within(self, since: date | None, until: date | None) -> Q:
        found = Q()
        if since:
            found &= Q(**{f"{self.day}__gte": self._begin(since)})
        if until:
            found &= Q(**{f"{self.day}__lt": self._begin(until + timedelta(days=1))})
        return found

    def _begin(self, day: date) -> date | datetime:
        is_moment = isinstance(self.model._meta.get_field(self.day), models.DateTimeField)
        return datetime.combine(day, time.min, tzinfo=clock.SEOUL) if is_moment else day

    def sort_of(self, rows: QuerySet[Row], asked: str) -> Sort:
        """The one that was asked for, or the list's own; of many rows only one that an index holds."""
        choices = list(self.sorts.values())
        wished = self.sorts.get(asked, choices[0])
        if wished.indexed or not rows[MOST_SORTED : MOST_SORTED + 1].values("pk"):
            return wished
        return next(sort for sort in choices if sort.indexed)

    def _sorted(self, rows: QuerySet[Row], asked: str) -> QuerySet[Row]:
        by = self.sort_of(rows.order_by(), asked).by
        return rows.order_by(*by, "-pk" if by[-1].startswith("-") else "pk")

    def counts(self, rows: QuerySet[Row], shown: str | None = None) -> dict[str, int]:
        """How many of them are in each part that is counted and in the one that is shown, in one query."""
        counted = {key: pile.which() for key, pile in self.piles.items() if pile.counted or key == shown}
        found = rows.aggregate(**{f"in_{key}": Count("pk", filter=which) for key, which in counted.items()})
        return {key: found[f"in_{key}"] for key in counted}

    def form_of(self, user: User, centre: AnyCentre, query: QueryDict) -> ListForm:
        return self.form(query, of=self, centre=centre, user=user)

    def names_of(self, rows: Sequence[Row], centre: Centre) -> dict[int, str]:
        """By key, where they are named alone."""
        return {row.pk: str(row) for row in rows}

    def to_choose(self, user: User, centre: Centre) -> QuerySet[Row]:
        """The rows to which something can be done, in the list's own order."""
        own = next(iter(self.sorts.values())).by
        return self.figures(self.scope(user, centre), user, centre).order_by(*own, "pk")

    def offer_deeds(self) -> dict[str, OfferedDeed]:
        return {
            key: OfferedDeed(deed, self.page, self.title, self.to_choose, self.names_of)
            for key, deed in self.deeds.items()
        }

    def shown(self, request: AuthedRequest, centre: AnyCentre, *, files: Sequence[str] = ()) -> "Listed[Row]":
        user = request.user
        form = self.form_of(user, centre, request.GET)
        return Listed(self, request, user, centre, form, files)


class FileList(OfficeList[Row]):
    """One that can be taken away as well: what the filters show, and no more."""

    file_name: ClassVar[Words]
    file_label: ClassVar[Words]
    header: ClassVar[Sequence[Words]]

    @abstractmethod
    def line(self, row: Row) -> Sequence[Cell]:
        """Of the file, under `header`."""

    @abstractmethod
    def whose(self, row: Row) -> Sequence[int]:
        """Ids of the persons in its line of the file."""

    def for_file(self, rows: QuerySet[Row], user: User, centre: Centre) -> QuerySet[Row]:
        """With what its lines say, where that is more than the page shows."""
        return self.figures(rows, user, centre)

    def offer_file(self, may: Callable[[Person, int], bool] = may_export_lists) -> Offered:
        return Offered(self.file_label, self.sheet, self.page, may)

    def sheet(self, user: User, centre: Centre, query: QueryDict) -> Sheet:
        found = self.found(user, centre, self.form_of(user, centre, query))

        def rows() -> Iterator[Row]:
            yield from self.for_file(found, user, centre).iterator(chunk_size=IN_A_CHUNK)

        return Sheet(
            name=str(self.file_name),
            header=[str(title) for title in self.header],
            rows=lambda: (self.line(row) for row in rows()),
            whose=sorted({person for row in rows() for person in self.whose(row)}),
        )


@dataclass(frozen=True)
class PileLink:
    key: str
    label: Words
    count: int | None
    url: str
    is_shown: bool


class Listed(Generic[Row]):
    """A list as one page shows it."""

    def __init__(
        self,
        of: OfficeList[Row],
        request: AuthedRequest,
        user: User,
        centre: AnyCentre,
        form: ListForm,
        files: Sequence[str],
    ) -> None:
        self.of, self.request, self.user, self.centre, self.form, self.files = of, request, user, centre, form, files

    @cached_property
    def page(self) -> Page[Any]:
        found = self.of.found(self.user, self.centre, self.form)
        size = int(self.form.cleaned_data.get("size") or SIZES[0])
        number = self._counts.get(self.pile)
        page = BothEnds(found.values_list("pk", flat=True), size, number).get_page(self.request.GET.get("page"))
        ids = list(page)
        rows = self._with_figures(ids)
        page.object_list = [rows[pk] for pk in ids if pk in rows]
        return page

    @cached_property
    def _counts(self) -> dict[str, int]:
        if not self.of.piles:
            return {}
        return self.of.counts(self.of.of_all_parts(self.user, self.centre, self.form), self.pile)

    def _with_figures(self, ids: Sequence[int]) -> dict[int, Row]:
        rows = self.of.model._default_manager.filter(pk__in=ids)
        found: dict[int, Row] = self.of.figures(rows, self.user, self.centre).in_bulk()
        return found

    @cached_property
    def piles(self) -> list[PileLink]:
        """The other filters stay, and each part is counted under them; a new one begins at its first page."""
        return [
            PileLink(
                key, pile.label, self._counts[key] if pile.counted else None, self._address_of(key), key == self.pile
            )
            for key, pile in self.of.piles.items()
        ]

    def _address_of(self, pile: str) -> str:
        query = self.request.GET.copy()
        query.pop("page", None)
        query[self.of.pile_name] = pile
        return f"?{query.urlencode()}"

    @property
    def pile(self) -> str:
        return str(self.form.cleaned_data.get(self.of.pile_name) or self.of.first_pile)

    @property
    def says_how_many(self) -> str:
        return str(self.of.counted % {"n": self.page.paginator.count})

    @property
    def keeps_its_order(self) -> bool:
        """Though another one was asked for."""
        asked = self.of.sorts.get(self.form.cleaned_data.get("sort", ""))
        return bool(asked and not asked.indexed and self.page.paginator.count > MOST_SORTED)

    @property
    def is_filtered(self) -> bool:
        aside = {"sort", "size", self.of.pile_name}
        return any(value for name, value in self.form.cleaned_data.items() if name not in aside)

    @property
    def is_without_any(self) -> bool:
        """Of a list that shows no row: nothing is there to be found."""
        return not self.of.scope(self.user, self.centre).exists()

    @property
    def without_filters(self) -> str:
        return self._whole(self.pile)

    @property
    def everything(self) -> str:
        return self._whole(self.of.all_pile)

    def _whole(self, pile: str) -> str:
        return reverse(self.of.page) + (f"?{self.of.pile_name}={pile}" if pile else "")

    @cached_property
    def deeds(self) -> list[DeedLink]:
        """What this person may do to several of the rows at once."""
        return links_to(self.of.deeds, self.user, self.centre, self.request.GET.urlencode()) if self.centre else []

    @property
    def on_page(self) -> str:
        return ",".join(str(row.pk) for row in self.page)

    @property
    def exports(self) -> list[tuple[ExportForm, str, str]]:
        return offered(self.request, *self.files)
