from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from courses.learning.enums import Presence
from courses.runs.models import Enrolment
from lms.accounts.namesakes import told_apart
from lms.common.ui.forms import ChipRadio, PlainForm


class SheetForm(PlainForm):
    """One line of large buttons a person. Lines left open are not entered."""

    def __init__(self, data: Any = None, *, rows: Sequence[Enrolment], entered: Mapping[int, str]) -> None:
        super().__init__(data)
        self.rows = rows
        names = told_apart([row.person for row in rows], rows[0].centre_id) if rows else {}
        for row in rows:
            self.fields[self._name(row)] = forms.ChoiceField(
                label=names[row.person_id],
                choices=Presence.choices,
                widget=ChipRadio,
                required=False,
                initial=entered.get(row.person_id, ""),
            )

    @staticmethod
    def _name(row: Enrolment) -> str:
        return f"person-{row.person_id}"

    def line(self, row: Enrolment) -> BoundField:
        return self[self._name(row)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not self.marks:
            raise forms.ValidationError(_("Please mark who came."), code="empty")
        return cleaned

    @property
    def marks(self) -> dict[int, Presence]:
        marks = ((row.person_id, self.cleaned_data.get(self._name(row))) for row in self.rows)
        return {person_id: Presence(mark) for person_id, mark in marks if mark}

    def all_present(self) -> "SheetForm":
        """The same sheet with everybody present who has no other mark; nothing is saved by it."""
        marked = {row.person_id: self.data.get(self._name(row)) or Presence.PRESENT for row in self.rows}
        return SheetForm(rows=self.rows, entered=marked)
