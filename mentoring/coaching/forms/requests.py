from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.models import Topic
from lms.common.ui.forms import ButtonsMixin, CardRadio, ChipCheckbox, ChoiceText, ModelsField, PlainForm
from mentoring.coaching.domain.requests import MOST_TOPICS
from mentoring.coaching.enums import SupportKind
from mentoring.coaching.models import CoachingRequest
from mentoring.communities.models import Community
from mentoring.corps.enums import Weekday
from mentoring.corps.forms.missing import NO_EXPERT, NO_TOPIC
from mentoring.corps.models import ExpertProfile
from mentoring.corps.weekly_hours import Hours

PARTS: dict[str, tuple[Any, time, time]] = {
    "morning": (_("Morning (10–12)"), time(10), time(12)),
    "afternoon": (_("Afternoon (14–17)"), time(14), time(17)),
    "evening": (_("Evening (19–21)"), time(19), time(21)),
}
KIND_HINTS = {
    SupportKind.COACHING: _("An expert visits you several times and helps you to run your community."),
    SupportKind.LITERACY: _("A lesson for your members about what a village community is and does."),
    SupportKind.NETWORK: _("Help to work together with other communities near you."),
}


class WhatForm(PlainForm):
    """Step 1. `communities` are those that the person represents; one is not asked for."""

    if_empty: ClassVar[Mapping[str, Any]] = {"topics": NO_TOPIC}

    community = forms.ModelChoiceField(
        label=_("Which community"), queryset=Community.objects.none(), widget=CardRadio, empty_label=None
    )
    support_kind = forms.ChoiceField(label=_("What kind of support"), widget=CardRadio)
    topics = ModelsField(
        label=_("What about"), queryset=Topic.objects.all(), widget=ChipCheckbox, help_text=_("One to three topics.")
    )
    problem = forms.CharField(
        label=_("What is difficult at the moment"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Do not write ID numbers or health information."),
    )
    goal = forms.CharField(label=_("What you want to reach"), max_length=300, help_text=_("One sentence is enough."))
    sensitive = forms.BooleanField(
        label=_("This is sensitive"),
        required=False,
        help_text=_(
            "For example a dispute between neighbours. Then only the expert who comes and the coordinators read it. "
            "Please name nobody."
        ),
    )

    def __init__(
        self, *args: Any, communities: Iterable[Community], draft: CoachingRequest | None = None, **kw: Any
    ) -> None:
        kw.setdefault("initial", self._initial(draft))
        super().__init__(*args, **kw)
        mine = [draft.community] if draft else list(communities)
        self.only = mine[0] if len(mine) == 1 else None
        chosen = cast(forms.ModelChoiceField, self.fields["community"])
        chosen.queryset = Community.objects.filter(pk__in=[community.pk for community in mine])
        if self.only:
            del self.fields["community"]
        kinds = cast(forms.ChoiceField, self.fields["support_kind"])
        kinds.choices = [(kind, ChoiceText(str(kind.label), hint=str(hint))) for kind, hint in KIND_HINTS.items()]

    @property
    def asked(self) -> dict[str, Any]:
        return {"community": self.only, **self.cleaned_data}

    @staticmethod
    def _initial(draft: CoachingRequest | None) -> dict[str, Any]:
        if draft is None:
            return {"support_kind": SupportKind.COACHING}
        return {
            "support_kind": draft.support_kind,
            "topics": list(draft.topics.values_list("pk", flat=True)),
            "problem": draft.problem,
            "goal": draft.goal,
            "sensitive": draft.sensitive,
        }

    def clean_topics(self) -> list[Topic]:
        topics = list(self.cleaned_data["topics"])
        if len(topics) > MOST_TOPICS:
            raise ValidationError(_("Please choose one to three topics."), code="topics")
        return topics


class WhenForm(ButtonsMixin, PlainForm):
    """Step 2. Days and parts of the day together are the times that suit; none means any time."""

    buttons = ("next", "back")

    days = forms.TypedMultipleChoiceField(
        label=_("Which days suit you"), coerce=int, choices=Weekday.choices, widget=ChipCheckbox, required=False
    )
    parts = forms.MultipleChoiceField(
        label=_("Which times of the day suit you"),
        choices=[(key, label) for key, (label, _starts, _ends) in PARTS.items()],
        widget=ChipCheckbox,
        required=False,
        help_text=_("If you choose nothing, any time suits you. That finds an expert soonest."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("days")) != bool(cleaned.get("parts")):
            missing = "parts" if cleaned.get("days") else "days"
            self.add_error(missing, _("Please choose the days and the times of the day, or neither."))
        return cleaned

    @property
    def slots(self) -> list[Hours]:
        chosen = self.cleaned_data
        return [Hours(day, *PARTS[part][1:]) for day in chosen["days"] for part in chosen["parts"]]

    @staticmethod
    def initial_of(request: CoachingRequest) -> dict[str, Any]:
        slots = list(request.slots.all())
        starts = {starts: part for part, (_label, starts, _ends) in PARTS.items()}
        return {
            "days": sorted({slot.weekday for slot in slots}),
            "parts": [part for at, part in starts.items() if at in {slot.starts for slot in slots}],
        }


class WishesForm(ButtonsMixin, PlainForm):
    """Step 3. All of it may stay empty."""

    buttons = ("send", "back")

    if_empty: ClassVar[Mapping[str, Any]] = {"wanted": NO_EXPERT, "unwanted": NO_EXPERT}

    questions = forms.CharField(
        label=_("What you want to ask beforehand"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    wanted = ModelsField(
        label=_("Experts you wish for"), queryset=ExpertProfile.objects.none(), widget=ChipCheckbox, required=False
    )
    unwanted = ModelsField(
        label=_("Experts you would rather not have"),
        queryset=ExpertProfile.objects.none(),
        widget=ChipCheckbox,
        required=False,
        help_text=_("Only the coordinators see this."),
    )

    def __init__(self, *args: Any, draft: CoachingRequest, experts: Any, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "questions": draft.questions,
                "wanted": list(draft.wanted.values_list("pk", flat=True)),
                "unwanted": list(draft.unwanted.values_list("pk", flat=True)),
            },
        )
        super().__init__(*args, **kwargs)
        for name in ("wanted", "unwanted"):
            cast(forms.ModelMultipleChoiceField, self.fields[name]).queryset = experts

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if set(cleaned.get("wanted", [])) & set(cleaned.get("unwanted", [])):
            self.add_error("unwanted", _("The same expert can't be both wished for and not wished for."))
        return cleaned


class CancelForm(PlainForm):
    reason = forms.CharField(label=_("Why you take it back"), required=False, max_length=300)


class RequestReasonForm(PlainForm):
    reason = forms.CharField(
        label=pgettext_lazy("to the community", "Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The community reads this."),
    )


class RequestNoteForm(PlainForm):
    """For steps that may have a reason but need none."""

    reason = forms.CharField(label=pgettext_lazy("to the community", "Reason"), required=False, max_length=300)
