from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre
from lms.accounts.namesakes import told_apart
from lms.common.ui.forms import CardRadio, ChoiceText, PlainForm
from mentoring.corps.models import ExpertProfile
from mentoring.matching.ranking import Candidate, Ranking, said_of


@dataclass(frozen=True)
class Choice:
    expert: ExpertProfile
    passing: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """What stands in the way is part of it: once that has changed, the choice is asked for again."""
        return ":".join([str(self.expert.pk), *self.passing])


class HandOverForm(PlainForm):
    """Who could go on with the coaching, best first, each with the reasons; then whom the coordinator may choose in spite of
    what stands in the way."""

    expert = forms.ChoiceField(label=_("New expert"), widget=CardRadio)
    reason = forms.CharField(
        label=_("Why it is handed over"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept in the history, which the coordinators read. It is not in the notices."),
    )
    pass_reason = forms.CharField(
        label=_("Why this expert in spite of it"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only for somebody marked as an exception. It stands in the history of the coaching."),
    )
    agreed = forms.BooleanField(
        label=_("I have spoken with this expert, who takes the community in spite of it."), required=False
    )

    def __init__(self, *args: Any, ranking: Ranking, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        passable = [row for row in ranking.excluded if row.is_passable]
        rows = [*ranking.candidates, *(row.judged for row in passable)]
        names = told_apart([row.expert.person for row in rows], centre)
        offered = [(Choice(row.expert), self._said(row, names[row.expert.person_id])) for row in ranking.candidates]
        offered += [
            (Choice(row.expert, row.codes), self._said(row.judged, names[row.expert.person_id], said_of(row.codes)))
            for row in passable
        ]
        self.offered = {choice.value: choice for choice, _said in offered}
        cast(forms.ChoiceField, self.fields["expert"]).choices = [(choice.value, said) for choice, said in offered]
        if not passable:
            del self.fields["pass_reason"], self.fields["agreed"]

    def clean_expert(self) -> Choice:
        return self.offered[self.cleaned_data["expert"]]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        chosen = found.get("expert")
        if chosen is None or not chosen.passing:
            return found
        if not found.get("pass_reason") and "pass_reason" not in self.errors:
            self.add_error("pass_reason", gettext("Please write why this expert takes the community in spite of it."))
        if not found.get("agreed"):
            self.add_error("agreed", gettext("Please speak with the expert first, then tick this."))
        return found

    @staticmethod
    def _said(candidate: Candidate, name: str, exception: str = "") -> ChoiceText:
        points = gettext("%(n)s points") % {"n": candidate.score}
        tag = gettext("Exception: %(what)s") % {"what": exception} if exception else ""
        return ChoiceText(f"{name} · {points}", hint=" · ".join(candidate.lines), tag=tag)
