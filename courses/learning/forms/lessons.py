from django import forms
from django.utils.translation import gettext_lazy as _

from lms.common.ui.forms import PlainForm


class CheckForm(PlainForm):
    """One answer to one check question; `choice` counts from 0."""

    block = forms.UUIDField(widget=forms.HiddenInput)
    choice = forms.IntegerField(
        label=_("Check question"),
        min_value=0,
        max_value=20,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Please choose one of the answers.")
        ),
    )

    def clean_block(self) -> str:
        return str(self.cleaned_data["block"])


class PlaceForm(PlainForm):
    anchor = forms.SlugField(max_length=60, required=False)
