from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.common import clock
from lms.common.ui.forms import ChipRadio, DateField, PlainForm, TimeField, limit
from mentoring.corps.enums import Weekday

LONGEST_PAUSE = timedelta(days=366)


class WindowForm(PlainForm):
    weekday = forms.TypedChoiceField(label=_("Day of the week"), choices=Weekday.choices, coerce=int, widget=ChipRadio)
    starts = TimeField(label=_("Hours from"))
    ends = TimeField(label=_("Hours until"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("starts") and cleaned.get("ends") and cleaned["ends"] <= cleaned["starts"]:
            self.add_error("ends", gettext("The end must be after the start."))
        return cleaned


class PauseForm(PlainForm):
    """An empty day ends the pause."""

    paused_until = DateField(
        label=_("No new communities until"),
        help_text=_("Leave it empty to take new communities again. What you coach now goes on."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit(self.fields["paused_until"], earliest=clock.today(), latest=clock.today() + LONGEST_PAUSE)
