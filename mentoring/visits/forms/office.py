from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.common import clock
from lms.common.ui.forms import ChipRadio, DateField, PlainForm, limit

LONGEST_ALLOWANCE = timedelta(days=60)


class RulingForm(PlainForm):
    uphold = forms.TypedChoiceField(
        label=_("Decision"),
        choices=(("yes", _("The log stands")), ("no", _("The log is void"))),
        coerce=lambda value: value == "yes",
        widget=ChipRadio,
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 3}))


class VoidForm(PlainForm):
    reason = forms.CharField(
        label=_("Why does this log not count?"),
        help_text=_("Its content stays readable; its hours no longer count."),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )


class PrivateNoteForm(PlainForm):
    note_reason = forms.CharField(
        label=_("Why do you need to read the private note?"),
        help_text=_("Who reads it, when and why is recorded."),
        max_length=300,
    )


class LateForm(PlainForm):
    until = DateField(label=_("Allow until"))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit(self.fields["until"], earliest=clock.today(), latest=clock.today() + LONGEST_ALLOWANCE)
