from django import forms
from django.utils.translation import gettext_lazy as _

from courses.learning.enums import Proposal
from lms.common.ui.forms import CardRadio, PlainForm


class ProposalForm(PlainForm):
    """What the first person proposes, and why."""

    proposal = forms.ChoiceField(
        label=_("What should become of it?"), choices=Proposal.choices, widget=CardRadio, required=True
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept with both names."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
    )


class AnswerForm(PlainForm):
    """The second person's button."""

    answer = forms.ChoiceField(choices=[("agree", _("Agree")), ("object", _("I don't agree"))])
