"""A visit that is to come: when and how the two sides meet."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common import clock
from lms.common.records.seen import Seen, stamp
from lms.common.text import korean
from lms.common.ui.forms import ChipRadio, DateField, PlainForm, TimeField, limit
from lms.common.ui.seen import SeenMixin
from mentoring.visits.domain.arranging import FARTHEST, Plan, plan_of
from mentoring.visits.enums import VisitMode
from mentoring.visits.forms.visit import LENGTHS
from mentoring.visits.models import Visit


class PlanForm(PlainForm):
    day = DateField(label=pgettext_lazy("visit", "On which day"))
    start = TimeField(label=pgettext_lazy("visit", "Begins at"))
    length = forms.TypedChoiceField(
        label=pgettext_lazy("visit", "How long"), coerce=int, initial=60, widget=ChipRadio, choices=()
    )
    mode = forms.ChoiceField(
        label=pgettext_lazy("visit", "How you meet"),
        initial=VisitMode.VISIT,
        widget=ChipRadio,
        choices=VisitMode.choices,
    )
    place = forms.CharField(label=_("Place"), max_length=120, required=False)

    lengths: ClassVar[tuple[int, ...]] = (*LENGTHS, 180)

    def __init__(self, *args: Any, own_length: int | None = None, **kwargs: Any) -> None:
        """`own_length` in minutes is that of the visit that is moved."""
        super().__init__(*args, **kwargs)
        today = clock.today()
        limit(self.fields["day"], earliest=today, latest=today + FARTHEST)
        lengths = sorted({*self.lengths, *([own_length] if own_length else [])})
        chips = [(minutes, korean.ko_minutes(minutes)) for minutes in lengths]
        cast(forms.ChoiceField, self.fields["length"]).choices = chips

    def plan(self) -> Plan:
        said = self.cleaned_data
        starts_at = datetime.combine(said["day"], said["start"], tzinfo=clock.SEOUL)
        return Plan(starts_at, starts_at + timedelta(minutes=said["length"]), said["mode"], said["place"])


class MoveForm(SeenMixin, PlanForm):
    reason = forms.CharField(
        label=_("Why it is moved"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("It is kept in the history. It is not in the notices."),
    )

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        starts_at = visit.starts_at.astimezone(clock.SEOUL)
        now = {"day": starts_at.date(), "start": starts_at.time(), "length": visit.minutes}
        initial = {**now, "mode": visit.mode, "place": visit.place}
        super().__init__(*args, own_length=visit.minutes, initial=initial, **kwargs)
        self.shows_stamp(self._stamp(visit))

    @staticmethod
    def _stamp(visit: Visit) -> Seen:
        return stamp(asdict(plan_of(visit)))

    def ask_about_plan(self, visit: Visit) -> None:
        asked_as = {"starts_at": ("day", "start"), "ends_at": ("length",)}
        self.ask_about_values(
            self._stamp(visit), asdict(self.plan()), MoveForm(visit=visit).begins_with(), asked_as=asked_as
        )


class CallOffForm(PlainForm):
    call_off_reason = forms.CharField(
        label=_("Why it is called off"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("It is kept in the history. It is not in the notices."),
    )
