from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lms.common.ui.forms import PlainForm
from lms.privacy.consent_texts import CURRENT
from lms.privacy.enums import OPTIONAL, Purpose


class ConsentField(forms.BooleanField):
    """One box for one purpose, never ticked beforehand, with the whole text under it."""

    def __init__(self, purpose: Purpose) -> None:
        wording = CURRENT[purpose]
        optional = purpose in OPTIONAL
        kind = pgettext_lazy("consent", "(optional)") if optional else pgettext_lazy("consent", "(required)")
        super().__init__(label=format_lazy("{} {}", kind, wording.ask), help_text=wording.text, required=not optional)


class EraseForm(PlainForm):
    """The word is typed, so that nobody leaves by a slip of the finger."""

    confirmation = forms.CharField(
        label=_("To go on, type: I am leaving"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def clean_confirmation(self) -> str:
        if "".join(self.cleaned_data["confirmation"].split()) != "".join(gettext("I am leaving").split()):
            raise forms.ValidationError(_("Please type exactly: I am leaving"))
        return str(self.cleaned_data["confirmation"])
