from django import forms
from django.utils.translation import gettext_lazy as _

from lms.common.ui.forms import PlainForm


class ObjectionForm(PlainForm):
    comment = forms.CharField(
        label=_("What is different?"),
        help_text=_("The expert and the staff of the centre read it."),
        max_length=600,
        widget=forms.Textarea({"rows": 4}),
    )
