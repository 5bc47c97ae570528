from django import forms

from lms.common.ui.forms import PlainForm


class CheckForm(PlainForm):
    """One answer to one check question; `choice` counts from 0."""

    block = forms.UUIDField()
    choice = forms.IntegerField(min_value=0, max_value=20)

    def clean_block(self) -> str:
        return str(self.cleaned_data["block"])


class PlaceForm(PlainForm):
    anchor = forms.SlugField(max_length=60, required=False)
