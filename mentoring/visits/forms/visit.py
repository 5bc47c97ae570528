"""The form of a visit log. Nearly all of it is filled in already; what is left is to tap a topic and to say what was done."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cms.models import Topic
from lms.common import clock
from lms.common.text import korean
from lms.common.ui.forms import (
    ButtonsMixin,
    CardCheckbox,
    CardRadio,
    ChipCheckbox,
    ChipRadio,
    ChoiceText,
    DateField,
    ModelsField,
    PlainForm,
    RowField,
    Stepper,
    TimeField,
    limit,
)
from mentoring.coaching.models import Engagement
from mentoring.corps.forms.missing import NO_TOPIC
from mentoring.visits.enums import Health, Side, VisitMode, VisitState
from mentoring.visits.forms.photos import PhotosPart
from mentoring.visits.models import ActionItem, Visit
from mentoring.visits.models.content import CONTENT, VisitContent
from mentoring.visits.queries.visits import Beginning, actions_of, steps_to_settle, topics_for

LENGTHS = (30, 60, 90, 120)
OWN = "own"


class VisitForm(PlainForm):
    """What every record of a visit says: which community, when, how long and how."""

    client_uuid = forms.UUIDField(widget=forms.HiddenInput)
    engagement = RowField(label=_("Which community did you meet?"), widget=CardRadio)
    day = DateField(label=_("The day of the visit"))
    start = TimeField(label=pgettext_lazy("site", "Started at"), help_text=_("Roughly is fine."))
    length = forms.ChoiceField(label=_("How long was it?"), widget=ChipRadio, choices=())
    own_minutes = forms.IntegerField(
        label=_("Another length, in minutes"),
        required=False,
        min_value=1,
        max_value=24 * 60,
        widget=Stepper({"step": 10}),
    )
    mode = forms.ChoiceField(label=_("How did you meet?"), widget=ChipRadio, choices=VisitMode.choices)

    def __init__(self, *args: Any, engagements: Sequence[Engagement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(RowField, self.fields["engagement"]).offer({one: card_of(one) for one in engagements})
        limit(self.fields["day"], latest=clock.today())
        self.fields["length"].choices = [  # type: ignore[attr-defined]
            *((str(minutes), korean.ko_minutes(minutes)) for minutes in LENGTHS),
            (OWN, _("Another length")),
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("length") == OWN and not found.get("own_minutes") and "own_minutes" not in self.errors:
            self.add_error("own_minutes", gettext("Please say how many minutes it was."))
        if {"day", "start", "length", "own_minutes"} <= found.keys():
            found["starts_at"], found["ends_at"] = _interval(found)
        return found

    def visit_content(self) -> VisitContent:
        """Of what the form doesn't ask, nothing is said."""
        return VisitContent(**{name: self.cleaned_data[name] for name in CONTENT if name in self.cleaned_data})


class LogForm(ButtonsMixin, PhotosPart, VisitForm):
    buttons: tuple[str, ...] = ("send", "draft", "take_back")
    if_empty: ClassVar[Mapping[str, Any]] = {"topics": NO_TOPIC}

    seen = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    attendees = forms.IntegerField(
        label=_("Residents who took part"),
        help_text=_("Please don't count yourself."),
        min_value=0,
        max_value=999,
        widget=Stepper,
    )
    topics = ModelsField(
        Topic.objects.all(), label=_("What was it about?"), help_text=_("You can choose several."), widget=ChipCheckbox
    )
    content = forms.CharField(
        label=_("What was done"),
        help_text=_("Do not write ID numbers or health information."),
        max_length=1000,
        widget=forms.Textarea({"rows": 5}),
    )
    settled = ModelsField(
        ActionItem.objects.none(),
        label=_("Agreed last time"),
        help_text=_("Please tick what is done."),
        required=False,
        widget=CardCheckbox,
    )
    next_step = forms.CharField(
        label=_("Next step"), help_text=_("The community's representative sees it too."), max_length=200, required=False
    )
    next_owner = forms.ChoiceField(
        label=_("Who does it?"), choices=Side.choices, widget=ChipRadio, required=False, initial=Side.COMMUNITY
    )
    next_on = DateField(label=_("Next meeting"), help_text=_("If you have agreed on a day."), required=False)
    health = forms.ChoiceField(
        label=_("How is the community now?"),
        help_text=_("Only the staff of the centre see this."),
        choices=Health.choices,
        widget=CardRadio,
    )
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    problems = forms.CharField(
        label=_("What is difficult"), max_length=600, required=False, widget=forms.Textarea({"rows": 3})
    )
    advice = forms.CharField(
        label=_("Advice given"), max_length=600, required=False, widget=forms.Textarea({"rows": 3})
    )
    private_note = forms.CharField(
        label=_("Private note"),
        help_text=_("For yourself. The community never sees it; staff only with a reason, and each time is recorded."),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        engagements: Sequence[Engagement],
        visit: Visit | None = None,
        draft: bool = False,
        **kwargs: Any,
    ) -> None:
        """`visit` is the one that is written again. `draft`: may be unfinished."""
        super().__init__(*args, engagements=engagements, there=list(visit.photos.all()) if visit else (), **kwargs)
        self.engagements, self.log, self.draft = engagements, visit, draft
        # A form that is sent twice names steps which its first sending has settled: they are no mistake.
        cast(ModelsField, self.fields["settled"]).queryset = actions_of(engagements)
        if visit and visit.state == VisitState.OBJECTED:
            self.buttons = ("send",)  # it was sent before
        if draft:
            self.fields["topics"].required = self.fields["content"].required = False

    def offer(self, steps_of: Sequence[Engagement]) -> None:
        """What can be chosen is read for a page that shows it. Steps of several communities each say whose they are."""
        open_now = list(steps_to_settle(steps_of, self.log))
        settled, topics = cast(ModelsField, self.fields["settled"]), cast(ModelsField, self.fields["topics"])
        settled.choices = [(one.pk, _step_card(one, len(steps_of) > 1)) for one in open_now]
        if not open_now:
            settled.widget = forms.MultipleHiddenInput()
        chosen = self.log.topics.all() if self.log else ()
        topics.choices = [(one.pk, one.name) for one in topics_for(self.engagements, chosen)]

    def go_on_from(self, begin: Beginning) -> None:
        """What is sent next is written over that, knowingly. The photos that are there keep what is said of them."""
        data: Any = self.data
        self.data = data = data.copy()
        data["seen"], data["photo_caption"] = begin.seen, ""
        for one in self.photo_forms:
            data.setdefault(f"{one.prefix}-caption", one.photo.caption)
            one.data = data

    def said_so_far(self) -> dict[str, Any]:
        """What is understood of a form with mistakes, each under its name in a log's content."""
        return {name: self.cleaned_data[name] for name in CONTENT if name in self.cleaned_data}

    def clean_topics(self) -> frozenset[int]:
        return frozenset(topic.pk for topic in self.cleaned_data["topics"])

    def clean_settled(self) -> frozenset[int]:
        """Of the community that was met, whatever else was ticked before it was chosen."""
        met, ticked = self.cleaned_data.get("engagement"), self.cleaned_data["settled"]
        return frozenset(step.pk for step in ticked if met and step.engagement_id == met.pk)

    def clean_next_owner(self) -> str:
        return self.cleaned_data["next_owner"] or Side.COMMUNITY

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        day, next_on = found.get("day"), found.get("next_on")
        if day and next_on and next_on <= day:
            self.add_error("next_on", gettext("The next meeting must be after this one."))
        return found


class NoShowForm(VisitForm):
    side = forms.ChoiceField(label=_("Who could not come?"), choices=Side.choices, widget=ChipRadio)
    content = forms.CharField(
        label=pgettext_lazy("visit log", "What happened"),
        help_text=_("The community's representative sees it too."),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )


class EntryForm(VisitForm):
    """What the office knows of a visit whose expert can't write it: nothing that was for the expert alone."""

    if_empty: ClassVar[Mapping[str, Any]] = {"topics": NO_TOPIC}

    attendees = forms.IntegerField(label=_("Residents who took part"), min_value=0, max_value=999, widget=Stepper)
    topics = ModelsField(label=_("What was it about?"), queryset=Topic.objects.all(), widget=ChipCheckbox)
    content = forms.CharField(
        label=_("What was done"),
        help_text=_("Do not write ID numbers or health information."),
        max_length=1000,
        widget=forms.Textarea({"rows": 5}),
    )

    def __init__(self, *args: Any, engagement: Engagement, **kwargs: Any) -> None:
        super().__init__(*args, engagements=[engagement], **kwargs)
        del self.fields["engagement"]

    def clean_topics(self) -> frozenset[int]:
        return frozenset(topic.pk for topic in self.cleaned_data["topics"])


class AddendumForm(PlainForm):
    text = forms.CharField(
        label=_("What should be added?"),
        help_text=_("The confirmed log stays as it is; this stands beside it."),
        max_length=600,
        widget=forms.Textarea({"rows": 3}),
    )


def card_of(engagement: Engagement) -> ChoiceText:
    """`engagement` comes from `engagements_of`, which knows the last and the next visit."""
    last, coming = getattr(engagement, "last_visit", None), getattr(engagement, "next_visit", None)
    hint = gettext("Last visit %(day)s") % {"day": korean.ko_date(last, "short")} if last else gettext("No visit yet")
    today = coming is not None and coming.astimezone(clock.SEOUL).date() == clock.today()
    tag = gettext("Today at %(time)s") % {"time": korean.ko_time(coming)} if today and coming else ""
    return ChoiceText(engagement.community.name, hint=hint, tag=tag)


def _step_card(action: ActionItem, several: bool) -> ChoiceText:
    facts = [action.engagement.community.name] if several else []
    if action.due_on:
        facts.append(gettext("until %(day)s") % {"day": korean.ko_date(action.due_on, "short")})
    return ChoiceText(action.text, hint=" · ".join(facts))


def initial_of(begin: Beginning) -> dict[str, Any]:
    starts_at = begin.content.starts_at.astimezone(clock.SEOUL)
    return {
        **vars(begin.content),
        **_length(int(begin.content.length.total_seconds() // 60)),
        "client_uuid": begin.client_uuid or uuid.uuid4(),
        "engagement": begin.engagement.pk if begin.engagement else None,
        "day": starts_at.date(),
        "start": starts_at.time(),
        "seen": begin.seen,
    }


def _interval(said: dict[str, Any]) -> tuple[datetime, datetime]:
    minutes = said["own_minutes"] if said["length"] == OWN else int(said["length"])
    starts_at = datetime.combine(said["day"], said["start"], tzinfo=clock.SEOUL)
    return starts_at, starts_at + timedelta(minutes=minutes or 0)


def _length(minutes: int) -> dict[str, Any]:
    return {"length": str(minutes)} if minutes in LENGTHS else {"length": OWN, "own_minutes": minutes}
