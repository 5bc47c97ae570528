from django import forms
from django.utils.translation import gettext_lazy as _

from lms.common.ui.forms import PlainForm


class NumberForm(PlainForm):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For the records; the others with this number don't read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
    )
