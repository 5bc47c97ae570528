from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.models import Centre
from lms.common.ui.forms import NameField, PhoneField, PlainForm, Stepper
from lms.common.ui.seen import SeenMixin
from lms.office.queries.reference import Row


class NewRowForm(PlainForm):
    name = forms.CharField(label=_("Name"), min_length=2, max_length=40)


class RowForm(SeenMixin, NewRowForm):
    order = forms.IntegerField(
        label=pgettext_lazy("list", "Place in the list"),
        min_value=1,
        max_value=99,
        widget=Stepper,
        help_text=_("Whatever stands in that place takes this one's."),
    )

    def __init__(self, *args: Any, row: Row, **kwargs: Any) -> None:
        super().__init__(*args, initial={"name": row.name, "order": row.order}, **kwargs)
        self.shows(row, ("name", "order"))

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "order")}


class CentreForm(SeenMixin, PlainForm):
    """Whom people call: it stands on every page and in every mail of the centre."""

    contact_name = NameField(label=_("Who answers the phone"), widget=forms.TextInput({"autocomplete": "off"}))
    phone = PhoneField(
        label=pgettext_lazy("site", "Phone"),
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    hours = forms.CharField(
        label=_("When the phone is answered"), max_length=60, help_text=_("For example: weekdays 9 to 18")
    )
    address = forms.CharField(label=_("Address of the centre"), max_length=120, required=False)

    SHOWN = ("contact_name", "phone", "hours", "address")

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(centre, name) for name in self.SHOWN}, **kwargs)
        self.shows(centre, self.SHOWN)

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.SHOWN}
