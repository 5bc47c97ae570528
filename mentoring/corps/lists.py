"""Appointments as the office lists them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from lms.accounts.lists import FileList, ListForm, Pile, Sort, Words, in_states
from lms.accounts.models import Centre, User
from lms.common.files.export import Cell
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment, Body
from mentoring.corps.queries.appointments import ENDED
from mentoring.corps.queries.bodies import bodies_of

_A = AppointmentState


class AppointmentFilters(ListForm):
    q = forms.CharField(label=_("Name, letter number or phone"), required=False, max_length=80)
    body = forms.ModelChoiceField(label=_("Body"), required=False, queryset=Body.objects.none(), empty_label=_("All"))

    def offer(self, centre: Centre, user: User) -> None:
        self.fields["body"].queryset = bodies_of(centre)  # type: ignore[attr-defined]


def offer_bodies(form: forms.Form, bodies: Iterable[Body]) -> None:
    """To choose from, where the page has read them already."""
    form.fields["body"].choices = [("", _("All")), *((body.pk, str(body)) for body in bodies)]  # type: ignore[attr-defined]


# One word for each pile of work, and all that is over in one.
PILES: dict[str, tuple[Words, tuple[AppointmentState, ...]]] = {
    "draft": (_("Drafts"), (_A.DRAFT,)),
    "offered": (_("Offered"), (_A.OFFERED,)),
    "accepted": (_("Accepted"), (_A.ACCEPTED,)),
    "active": (pgettext_lazy("site", "Active"), (_A.ACTIVE,)),
    "suspended": (_("Suspended"), (_A.SUSPENDED,)),
    "ended": (_("Over"), ENDED),
}


class Appointments(FileList[Appointment]):
    model = Appointment
    page = "office_appointments"
    title = _("All appointments")
    counted = ngettext_lazy("%(n)s appointment", "%(n)s appointments", "n")
    nothing = (_("There are no appointments yet."), _("Drafts that you make appear here."))
    form = AppointmentFilters
    search = ("person__name", "letter_no")
    people = ("person",)
    day = "starts_on"
    equal: ClassVar[Mapping[str, str]] = {"body": "body"}
    sorts: ClassVar[Mapping[str, Sort]] = {
        "name": Sort(_("By name"), ("person__name", "-starts_on"), indexed=False),
        "new": Sort(_("The latest first"), ("-starts_on",)),
        "old": Sort(_("The earliest first"), ("starts_on",)),
    }
    pile_name = "state"
    piles: ClassVar[Mapping[str, Pile]] = {
        "": Pile(_("All"), Q, counted=False),
        **{key: Pile(label, in_states(*states)) for key, (label, states) in PILES.items()},
    }
    file_name = _("appointments")
    file_label = _("Download the list of appointments")
    header = (*(_("Name"), _("Body"), _("Role"), _("State"), _("First day"), _("Last day"), _("Letter number")),)

    def scope(self, user: User, centre: Centre) -> QuerySet[Appointment]:
        return Appointment.objects.visible_to(user).filter(centre=centre)

    def figures(self, rows: QuerySet[Appointment], user: User, centre: Centre) -> QuerySet[Appointment]:
        return rows.select_related("body", "person")

    def line(self, row: Appointment) -> Sequence[Cell]:
        what = row.person.name, row.body.name, row.get_role_display(), row.get_state_display()
        return *what, row.starts_on, row.ends_on, row.letter_no

    def whose(self, row: Appointment) -> Sequence[int]:
        return [row.person_id]


APPOINTMENTS = Appointments()
