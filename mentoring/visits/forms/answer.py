from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.common.ui.forms import PlainForm


class ReadForm(PlainForm):
    """Which sending of the log its reader had before their eyes: none is valid but that of the page itself."""

    sent_at = forms.CharField(required=False)

    def clean_sent_at(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.cleaned_data["sent_at"])
        except ValueError:
            return None


class StepForm(PlainForm):
    """Two buttons: done, and not yet after all."""

    done = forms.ChoiceField(choices=[("yes", ""), ("no", "")])

    @property
    def says_done(self) -> bool:
        return bool(self.cleaned_data["done"] == "yes")


class ObjectionForm(PlainForm):
    comment = forms.CharField(
        label=_("What is different?"),
        help_text=_("The expert and the staff of the centre read it."),
        max_length=600,
        widget=forms.Textarea({"rows": 4}),
    )
