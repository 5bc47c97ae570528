from django import forms
from django.utils.translation import gettext_lazy as _

from lms.common.ui.forms import ChipRadio, PlainForm


class ExportForm(PlainForm):
    reason = forms.CharField(
        label=_("Why you need this list"),
        help_text=_("Who downloads it, when and why is recorded."),
        min_length=4,
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
    )
    format = forms.ChoiceField(
        label=_("Kind of file"),
        choices=(("xlsx", _("Excel (XLSX)")), ("csv", _("Plain table (CSV)"))),
        initial="xlsx",
        widget=ChipRadio,
    )
