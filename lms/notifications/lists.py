"""Mails about matters of a centre that nobody got, as its office lists them."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from lms.accounts.lists import ListForm, OfficeList, Pile, Sort, person_filter
from lms.accounts.models import Centre, User
from lms.notifications.models import Notice
from lms.notifications.queries import undelivered


class UndeliveredFilters(ListForm):
    q = forms.CharField(label=_("Name, what it says, or phone"), required=False, max_length=80)
    person = person_filter()


def _refused() -> Q:
    return Q(is_refused=True)


def _not_taken() -> Q:
    return Q(is_refused=False)


class Undelivered(OfficeList[Notice]):
    """Of whom the contacts are not open, the name alone is shown, and found."""

    model = Notice
    page = "office_undelivered"
    title = _("E-mails that could not be delivered")
    counted = ngettext_lazy("%(n)s e-mail", "%(n)s e-mails", "n")
    nothing = (
        _("Every e-mail has left."),
        _("Where a mailbox refuses an e-mail, or the mail server takes it five times not, it stands here."),
    )
    icon = "check"
    form = UndeliveredFilters
    search = ("person__name", "title")
    people = ("person",)
    day = "tried_at"
    equal: ClassVar[Mapping[str, str]] = {"person": "person"}
    sorts: ClassVar[Mapping[str, Sort]] = {
        "new": Sort(_("The latest first"), ("-tried_at",)),
        "old": Sort(_("The earliest first"), ("tried_at",)),
        "name": Sort(_("By name"), ("person__name", "-tried_at"), indexed=False),
    }
    piles: ClassVar[Mapping[str, Pile]] = {
        "": Pile(_("All"), Q, counted=False),
        "refused": Pile(_("The mailbox refused it"), _refused),
        "server": Pile(_("The mail server did not take it"), _not_taken),
    }

    def scope(self, user: User, centre: Centre) -> QuerySet[Notice]:
        return undelivered(centre)

    def figures(self, rows: QuerySet[Notice], user: User, centre: Centre) -> QuerySet[Notice]:
        return rows.select_related("person")


UNDELIVERED = Undelivered()
