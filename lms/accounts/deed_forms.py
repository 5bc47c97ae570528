"""Which rows of a list were chosen, and what a deed asks once more."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.deeds import MOST_AT_ONCE, Deed
from lms.common.text.numbers import row_number
from lms.common.ui.forms import PlainForm


class ChosenForm(PlainForm):
    """`rows` are the ticked ones; with `all` it is everything that the page `shown`."""

    def __init__(self, data: QueryDict, *, among: QuerySet[Any]) -> None:
        super().__init__(data)
        asked = data.get("shown", "").split(",") if "all" in data else data.getlist("rows")
        self.numbers = {number for value in asked if (number := row_number(value)) is not None}
        self.rows = list(among.filter(pk__in=self.numbers)) if len(self.numbers) <= MOST_AT_ONCE else []

    @property
    def gone(self) -> int:
        """How many stand in the list no more."""
        return len(self.numbers) - len(self.rows)

    def clean(self) -> dict[str, Any]:
        if not self.numbers:
            raise forms.ValidationError(_("Nothing is chosen. Please tick rows of the list first."), code="nothing")
        if len(self.numbers) > MOST_AT_ONCE:
            raise forms.ValidationError(_("Please choose at most %(n)s rows.") % {"n": MOST_AT_ONCE}, code="too_many")
        if not self.rows:
            raise forms.ValidationError(_("What you chose is not in the list any more."), code="gone")
        return super().clean() or self.cleaned_data


class SureForm(PlainForm):
    """Comes with the page that names the rows: without its `sure` nothing is done."""

    sure = forms.CharField(widget=forms.HiddenInput, initial="1")
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: QueryDict, *, deed: Deed) -> None:
        super().__init__(data if "sure" in data else None)
        if deed.reason:
            self.fields["reason"].help_text = str(deed.reason)
        else:
            del self.fields["reason"]
