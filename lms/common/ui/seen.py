"""The part of a form that tells whether somebody else has changed the same row since the page was made."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms

from lms.common.records.seen import Seen, digest, seen_of
from lms.common.ui.differences import Difference, differences
from lms.common.ui.forms import PlainMixin


class SeenMixin(PlainMixin):
    """Before a form class. `shows` the row when the form is made; after a refusal, `ask_about` it as it is now."""

    differences: list[Difference] = []

    def shows(self, row: object, names: tuple[str, ...]) -> None:
        self._names = names
        self.shows_stamp(seen_of(row, names))

    def shows_stamp(self, seen: Seen) -> None:
        """Of what is no row's fields."""
        stamp = json.dumps(dict(seen))
        self.fields["seen"] = forms.CharField(required=False, initial=stamp, widget=forms.HiddenInput)

    @property
    def seen(self) -> Seen:
        """Nothing where it can't be read: then all that was sent is written, as before."""
        try:
            found = json.loads(self.cleaned_data.get("seen") or "{}")
        except ValueError:
            return {}
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}

    @property
    def status(self) -> int:
        """Of the answer that shows the form."""
        if self.differences:
            return 409
        return 422 if self.errors else 200

    def begins_with(self) -> dict[str, Any]:
        return {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}

    def ask_about(self, row: object, initial: Mapping[str, Any]) -> None:
        """`row` and `initial` are read anew."""
        self.ask_about_values(seen_of(row, self._names), self.cleaned_data, initial)

    def ask_about_values(
        self,
        now: Seen,
        mine: Mapping[str, Any],
        initial: Mapping[str, Any],
        *,
        asked_as: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        """The form comes back with both versions of what both changed; sent once more, it is written over the other
        knowingly. What this person left alone keeps its stamp, so that a colleague's change of it stays. `asked_as` names the
        fields of what is not a field itself."""
        seen = self.seen
        left_alone = {name: shown for name, shown in seen.items() if digest(mine.get(name)) == shown}
        both = [name for name, value in now.items() if name not in left_alone and value != seen.get(name)]
        fields = [field for name in both for field in (asked_as or {}).get(name, (name,))]
        self.differences = differences(self, initial, only=fields)
        self.send_as({"seen": json.dumps({**now, **left_alone})})

    def send_as(self, new: Mapping[str, str]) -> None:
        """What the form is shown with instead of what was sent."""
        data: Any = self.data
        self.data = data = data.copy()
        for name, value in new.items():
            data[self.add_prefix(name)] = value
