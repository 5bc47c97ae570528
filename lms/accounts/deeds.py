"""What the office does to several rows of a list at once. Each row is done by itself, as its own page does it: with the same
rules, locks and lines of the log, and one that is refused stops no other. The topics enter theirs in `AppConfig.ready`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from lms.accounts.models import Centre, User
from lms.accounts.rules import Person
from lms.common.registry import Registry
from lms.common.web.refusals import refusal_kept

Words = str | Promise
MOST_AT_ONCE = 100  # as many as a page shows


@dataclass(frozen=True)
class Deed:
    """`may` is asked of the centre, `do` of each row. Before it is done a page names the rows and says what will be; where
    it wants a reason, `reason` says who reads it."""

    label: Words  # on its button
    done: Any  # ngettext_lazy with %(n)s
    may: Callable[[Person, int], bool]
    do: Callable[[Any, User, str], object]  # row, actor, reason
    says: Words
    reason: Words = ""


@dataclass(frozen=True)
class OfferedDeed:
    """With the list that it stands under."""

    deed: Deed
    page: str  # the name of the list's address
    title: Words  # of the list
    rows: Callable[[User, Centre], QuerySet[Any]]  # that may be chosen
    names_of: Callable[[Sequence[Any], Centre], dict[int, str]]  # by key


DEEDS: Registry[OfferedDeed] = Registry("deeds of lists")


@dataclass(frozen=True)
class DeedLink:
    label: Words
    url: str


def links_to(deeds: Mapping[str, Deed], user: User, centre: Centre, query: str) -> list[DeedLink]:
    """Those that the person may do, with addresses that carry the filters, to lead back to them."""
    asked = f"?{query}" if query else ""
    return [
        DeedLink(deed.label, reverse("office_deed", args=[key]) + asked)
        for key, deed in deeds.items()
        if deed.may(user, centre.pk)
    ]


@dataclass
class Outcome:
    done: int = 0
    refused: dict[str, list[str]] = field(default_factory=dict)  # why → the names of the rows


def do_each(deed: Deed, rows: Sequence[tuple[Any, str]], *, actor: User, reason: str) -> Outcome:
    """Each row with its name, in their order."""
    outcome = Outcome()
    for row, name in rows:
        with refusal_kept() as refusal:
            deed.do(row, actor, reason)
            outcome.done += 1
        if refusal.said:
            outcome.refused.setdefault(refusal.said, []).append(name)
    return outcome
