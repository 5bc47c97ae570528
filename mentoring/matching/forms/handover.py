from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre
from lms.accounts.namesakes import told_apart
from lms.common.ui.forms import CardRadio, ChoiceText, PlainForm
from mentoring.matching.ranking import Candidate


class HandOverForm(PlainForm):
    """Who could go on with the coaching, best first, each with the reasons."""

    expert = forms.TypedChoiceField(label=_("New expert"), coerce=int, widget=CardRadio)
    reason = forms.CharField(
        label=_("Why it is handed over"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept in the history, which the coordinators read. It is not in the notices."),
    )

    def __init__(self, *args: Any, candidates: list[Candidate], centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = told_apart([candidate.expert.person for candidate in candidates], centre)
        cast(forms.ChoiceField, self.fields["expert"]).choices = [
            (candidate.expert.pk, self._said(candidate, names[candidate.expert.person_id])) for candidate in candidates
        ]

    @staticmethod
    def _said(candidate: Candidate, name: str) -> ChoiceText:
        points = gettext("%(n)s points") % {"n": candidate.score}
        return ChoiceText(f"{name} · {points}", hint=" · ".join(candidate.lines))
