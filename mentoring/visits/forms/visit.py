"""The form of a visit log. Nearly all of it is filled in already; what is left is to tap a topic and to say what was done."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cms.models import Topic
from lms.common import clock
from lms.common.text import korean
from lms.common.ui.forms import (
    CardCheckbox,
    CardRadio,
    ChipCheckbox,
    ChipRadio,
    ChoiceText,
    DateField,
    ModelsField,
    PlainForm,
    Stepper,
    TimeField,
    limit,
)
from mentoring.coaching.models import Engagement
from mentoring.visits.domain.writing import VisitData
from mentoring.visits.enums import Health, Side, VisitMode
from mentoring.visits.forms.photos import PhotosPart
from mentoring.visits.models import ActionItem, Visit
from mentoring.visits.queries.visits import Beginning

LENGTHS = (30, 60, 90, 120)
OWN = "own"


class VisitForm(PlainForm):
    """What every record of a visit says: which community, when, how long and how."""

    client_uuid = forms.UUIDField(widget=forms.HiddenInput)
    engagement = forms.ModelChoiceField(
        Engagement.objects.none(), label=_("Which community did you meet?"), widget=CardRadio, empty_label=None
    )
    day = DateField(label=_("The day of the visit"))
    start = TimeField(label=_("Started at"), help_text=_("Roughly is fine."))
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
        community = self.fields["engagement"]
        assert isinstance(community, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        community.queryset = Engagement.objects.filter(pk__in=[one.pk for one in engagements])
        community.choices = [(one.pk, card_of(one)) for one in engagements]
        limit(self.fields["day"], latest=clock.today())
        self.fields["length"].choices = [  # type: ignore[attr-defined]
            *((str(minutes), korean.ko_minutes(minutes)) for minutes in LENGTHS),
            (OWN, _("Another length")),
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("length") == OWN and not found.get("own_minutes") and "own_minutes" not in self.errors:
            self.add_error("own_minutes", gettext("Please say how many minutes it was."))
        return found

    @property
    def interval(self) -> tuple[datetime, datetime]:
        found = self.cleaned_data
        minutes = found["own_minutes"] if found["length"] == OWN else int(found["length"])
        starts_at = datetime.combine(found["day"], found["start"], tzinfo=clock.SEOUL)
        return starts_at, starts_at + timedelta(minutes=minutes)


class LogForm(PhotosPart, VisitForm):
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
        actions: QuerySet[ActionItem],
        topics: Iterable[Topic],
        several: bool,
        draft: bool = False,
        **kwargs: Any,
    ) -> None:
        """`several`: the steps are those of several communities, so each says whose it is. `draft`: may be unfinished."""
        super().__init__(*args, **kwargs)
        settled, topic = self.fields["settled"], self.fields["topics"]
        open_now = list(actions)
        # A form that is sent twice names steps which its first sending has settled: they are no mistake.
        settled.queryset = ActionItem.objects.filter(  # type: ignore[attr-defined]
            engagement__in=self.fields["engagement"].queryset  # type: ignore[attr-defined]
        )
        settled.choices = [(one.pk, _step_card(one, several)) for one in open_now]  # type: ignore[attr-defined]
        if not open_now:
            settled.widget = forms.MultipleHiddenInput()
        topic.choices = [(one.pk, one.name) for one in topics]  # type: ignore[attr-defined]
        if draft:
            topic.required = self.fields["content"].required = False

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        day, next_on = found.get("day"), found.get("next_on")
        if day and next_on and next_on <= day:
            self.add_error("next_on", gettext("The next meeting must be after this one."))
        return found

    def visit(self) -> VisitData:
        found = self.cleaned_data
        starts_at, ends_at = self.interval
        return VisitData(
            starts_at=starts_at,
            ends_at=ends_at,
            mode=found["mode"],
            place=found["place"],
            attendees=found["attendees"],
            topics=tuple(found["topics"]),
            content=found["content"],
            problems=found["problems"],
            advice=found["advice"],
            next_step=found["next_step"],
            next_owner=found["next_owner"] or Side.COMMUNITY,
            next_on=found["next_on"],
            health=found["health"],
            settled=frozenset(
                action.pk for action in found["settled"] if action.engagement_id == found["engagement"].pk
            ),
            private_note=found["private_note"],
            photos=self.photo_changes(),
        )


class NoShowForm(VisitForm):
    side = forms.ChoiceField(label=_("Who could not come?"), choices=Side.choices, widget=ChipRadio)
    content = forms.CharField(
        label=pgettext_lazy("visit log", "What happened"),
        help_text=_("The community's representative sees it too."),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )

    def visit(self) -> VisitData:
        starts_at, ends_at = self.interval
        found = self.cleaned_data
        return VisitData(starts_at=starts_at, ends_at=ends_at, mode=found["mode"], content=found["content"])


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
    return {
        "client_uuid": begin.client_uuid or uuid.uuid4(),
        "engagement": begin.engagement.pk if begin.engagement else None,
        **_length(begin.minutes),
        "day": _local(begin.starts_at).date(),
        "start": _local(begin.starts_at).time(),
        "mode": begin.mode,
        "place": begin.place,
        "attendees": begin.attendees,
        "health": Health.GOOD,
    }


def initial_of_log(log: Visit, note: str) -> dict[str, Any]:
    step = log.actions.exclude(state="dropped").first()
    return {
        "client_uuid": log.client_uuid,
        "engagement": log.engagement_id,
        **_length(log.minutes),
        "day": _local(log.starts_at).date(),
        "start": _local(log.starts_at).time(),
        "mode": log.mode,
        "place": log.place,
        "attendees": log.attendees,
        "topics": [topic.pk for topic in log.topics.all()],
        "content": log.content,
        "problems": log.problems,
        "advice": log.advice,
        "settled": [action.pk for action in log.closed_actions.all()],
        "next_step": step.text if step else "",
        "next_owner": step.owner if step else Side.COMMUNITY,
        "next_on": log.next_on,
        "health": log.health,
        "private_note": note,
    }


def _length(minutes: int) -> dict[str, Any]:
    return {"length": str(minutes)} if minutes in LENGTHS else {"length": OWN, "own_minutes": minutes}


def _local(moment: datetime) -> datetime:
    return moment.astimezone(clock.SEOUL)
