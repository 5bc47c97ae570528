from django import forms
from django.utils.translation import gettext_lazy as _

from lms.common.ui.forms import ChipRadio, PlainForm
from mentoring.matching.enums import DeclineReason


class DeclineOfferForm(PlainForm):
    reason = forms.ChoiceField(label=_("Why you decline"), choices=DeclineReason.choices, widget=ChipRadio)
    note = forms.CharField(
        label=_("A word to the centre"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    pause = forms.BooleanField(
        label=_("I would like to pause for a while"),
        required=False,
        help_text=_("For 30 days you are asked for no new community. The ones that you coach stay yours."),
    )
