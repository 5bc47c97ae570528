from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.ui.forms import ChipRadio, PlainForm
from mentoring.coaching.enums import GoalState
from mentoring.coaching.models import Goal

SETTLED = (GoalState.DONE, GoalState.PARTLY, GoalState.NOT)


class ReviewForm(PlainForm):
    """Five short questions, and one line for each goal."""

    rating = forms.TypedChoiceField(
        label=_("Did the coaching help?"),
        coerce=int,
        widget=ChipRadio,
        choices=[
            (5, _("Very much")),
            (4, pgettext_lazy("site", "Yes")),
            (3, _("Somewhat")),
            (2, _("Little")),
            (1, _("Not at all")),
        ],
    )
    fit = forms.ChoiceField(
        label=_("Did you and the expert get on well?"),
        widget=ChipRadio,
        choices=[("good", _("Well")), ("so_so", _("So-so")), ("not", _("Not well"))],
    )
    on_own = forms.ChoiceField(
        label=_("Can your community go on by itself now?"),
        widget=ChipRadio,
        choices=[
            ("yes", pgettext_lazy("answer", "Yes")),
            ("partly", _("With some help")),
            ("no", pgettext_lazy("answer", "Not yet")),
        ],
    )
    again = forms.ChoiceField(
        label=_("Would you ask the same expert again?"),
        widget=ChipRadio,
        choices=[("yes", pgettext_lazy("answer", "Yes")), ("no", _("Another expert would be better"))],
    )
    change = forms.CharField(
        label=_("What has changed in your community?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Do not write ID numbers or health information."),
    )

    def __init__(self, *args: Any, goals: list[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goal_names = {f"goal_{goal.pk}": goal.pk for goal in goals}
        for goal in goals:
            self.fields[f"goal_{goal.pk}"] = forms.ChoiceField(
                label=_("Goal: %(goal)s") % {"goal": goal.text},
                choices=[(state, state.label) for state in SETTLED],
                widget=ChipRadio,
                error_messages={"required": _("Please choose one.")},
            )

    @property
    def outcome(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("rating", "fit", "on_own", "again", "change")}

    @property
    def goals(self) -> dict[int, str]:
        return {pk: self.cleaned_data[name] for name, pk in self.goal_names.items()}


class EndForm(PlainForm):
    reason = forms.CharField(label=_("Why it ends"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    rematch = forms.BooleanField(
        label=_("Look for another expert"),
        required=False,
        help_text=_("The request goes back to the list of those to be matched. Without this it is closed."),
    )
