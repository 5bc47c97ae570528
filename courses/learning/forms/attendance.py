import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from courses.learning.enums import Presence
from courses.runs.models import Enrolment
from lms.accounts.namesakes import told_apart
from lms.common.records.seen import Seen, digest, stamp
from lms.common.ui.differences import differences
from lms.common.ui.forms import ButtonsMixin, ChipRadio, PlainForm
from lms.common.ui.seen import SeenMixin

PERSON = "person-"


class SheetForm(ButtonsMixin, SeenMixin, PlainForm):
    """One line of large buttons a person. Lines left open are not entered."""

    buttons = ("save", "close")

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
        self.shows_stamp(self._stamp(entered))

    @staticmethod
    def _name(row: Enrolment) -> str:
        return f"{PERSON}{row.person_id}"

    def _stamp(self, entered: Mapping[int, str]) -> Seen:
        return stamp({self._name(row): entered.get(row.person_id, "") for row in self.rows})

    @property
    def seen_marks(self) -> dict[int, str]:
        """Person id → the digest of the mark that the page showed."""
        return {int(name.removeprefix(PERSON)): seen for name, seen in self.seen.items() if name in self.fields}

    def line(self, row: Enrolment) -> BoundField:
        return self[self._name(row)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
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
        form = SheetForm(rows=self.rows, entered=marked)
        form.fields["seen"].initial = self.data.get("seen", "")
        return form

    def ask_about_marks(self, entered: Mapping[int, str]) -> None:
        """It comes back with both marks where both changed one. A line that only the colleague changed shows theirs: sent
        once more it stays."""
        seen, now = self.seen, {self._name(row): entered.get(row.person_id, "") for row in self.rows}
        left_alone = {name for name in now if digest(self.data.get(name, "")) == seen.get(name)}
        both = [name for name, value in stamp(now).items() if name not in left_alone and value != seen.get(name)]
        self.send_as({"seen": json.dumps(stamp(now))} | {name: now[name] for name in left_alone if now[name]})
        self.differences = differences(self, now, only=both)
