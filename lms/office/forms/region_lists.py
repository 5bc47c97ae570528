from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.official_changes import full_name
from lms.accounts.official_list import MOST_BYTES
from lms.common.ui.forms import PlainForm, adjust
from lms.office.queries.region_lists import GONE, Asked


class RegionListForm(PlainForm):
    file = forms.FileField(
        label=_("The ministry's list of administrative codes (행정동코드)"),
        help_text=_("The whole country's, as text: .csv, .tsv or .txt, in UTF-8 or cp949, up to 5 MB."),
    )

    def clean_file(self) -> Any:
        """Before it is read at all."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than the whole country's list: 5 MB at the most."))
        return file


class AnswersForm(PlainForm):
    """What became of each place that is asked about; nothing is written by it, so it is sent as an address."""

    def __init__(self, *, asked: Sequence[Asked]) -> None:
        super().__init__(initial={one.key: one.chosen for one in asked})
        self.fields |= {one.key: _field(one) for one in asked}
        adjust(*self.fields.values())


def _field(one: Asked) -> forms.ChoiceField:
    candidates = [(place.code, full_name(place.path)) for place in one.question.candidates]
    hanging = " · ".join(f"{label} {number}" for label, number in one.hanging)
    return forms.ChoiceField(
        label=full_name(one.question.about.path),
        help_text=hanging or _("Nothing hangs on it."),
        choices=[("", _("Not decided yet")), *candidates, (GONE, _("It is gone: close it"))],
        required=False,
    )


class WriteForm(PlainForm):
    """Which changes were looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)
