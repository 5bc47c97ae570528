from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lms.common.ui.forms import PlainForm, Stepper


class BodyForm(PlainForm):
    seats_min = forms.IntegerField(label=_("Seats, at least"), min_value=1, max_value=200, widget=Stepper)
    seats_max = forms.IntegerField(label=_("Seats, at most"), min_value=1, max_value=200, widget=Stepper)
    term_months = forms.IntegerField(
        label=_("Term in months"),
        min_value=1,
        max_value=120,
        widget=Stepper,
        help_text=_("Terms that run keep their dates; the new length counts from the next offer on."),
    )
    renewable = forms.BooleanField(label=_("A term can be renewed"), required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        least, most = data.get("seats_min"), data.get("seats_max")
        if least and most and most < least:
            self.add_error("seats_max", ValidationError(_("This can't be less than the seats at least.")))
        return data
