from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.criteria import EvidenceRule, sentence
from courses.learning.queries.facts import evidence_asked
from courses.runs.models import Enrolment
from lms.common.ui.forms import CardRadio, PlainForm


class EvidenceForm(PlainForm):
    """What staff accept for one person, and why."""

    reason = forms.CharField(
        label=_("What you have seen"),
        help_text=_("For example the title of the paper and who read it. It is kept with your name."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
    )

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = evidence_asked(enrolment.version)
        self.fields["kind"] = forms.ChoiceField(
            label=_("What do you accept?"),
            widget=CardRadio,
            choices=[(kind, sentence(EvidenceRule(kind))) for kind in kinds],
            initial=kinds[0] if len(kinds) == 1 else None,
        )
        self.order_fields(["kind", "reason"])


class TakeBackForm(PlainForm):
    """Why it doesn't count, and the button."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        help_text=_("Kept with your name. The person can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
    )
    take_back = forms.ChoiceField(
        choices=[("yes", pgettext_lazy("evidence", "Take it back"))], widget=forms.HiddenInput
    )
