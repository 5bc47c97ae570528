from django import forms
from django.utils.translation import gettext_lazy as _

from lms.common.enums import Access
from lms.common.ui.forms import DateField, PlainForm
from lms.office.queries.records import Filter

KINDS = (("", _("Readings, downloads, refusals and sign-ins")), *Access.choices, ("changes", _("Changes of state")))


class RecordsForm(PlainForm):
    """The filters of the list; a value that means nothing filters nothing."""

    kind = forms.ChoiceField(label=_("What is recorded"), required=False, choices=KINDS)
    q = forms.CharField(label=_("Who, or whose"), required=False, max_length=60)
    since = DateField(label=_("From the day"), required=False)
    until = DateField(label=_("To the day"), required=False)
    person = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def chosen(self) -> Filter:
        self.is_valid()
        given = self.cleaned_data
        wished = {name: value for name in ("kind", "person", "since", "until") if (value := given.get(name))}
        return Filter(text=given.get("q", "").strip(), **wished)
