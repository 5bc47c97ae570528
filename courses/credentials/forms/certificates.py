import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.common.ui.forms import PlainForm


class CodeForm(PlainForm):
    code = forms.CharField(
        label=_("Verification code"),
        help_text=_("It stands at the bottom of the certificate. Spaces and capital letters don't matter."),
        max_length=60,
    )

    def clean_code(self) -> str:
        # NFKC: a Korean keyboard may type the letters in full width.
        typed = unicodedata.normalize("NFKC", self.cleaned_data["code"])
        code = "".join(letter for letter in typed if letter.isascii() and letter.isalnum()).lower()
        if not code:
            raise forms.ValidationError(_("The code is made of letters and digits."), code="letters")
        return code


class WhyForm(PlainForm):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person reads it beside the certificate."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
    )


class DeclineRevocationForm(WhyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("The coordinator who asked reads it here.")
