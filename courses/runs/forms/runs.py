from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.curriculum.models import CourseVersion
from courses.curriculum.queries.versions import latest_versions
from courses.runs.domain.classes import PlannedClass, times_of
from courses.runs.enums import RunState, SessionState
from courses.runs.models import ClassSession, CourseRun
from courses.runs.queries.runs import in_person_lessons
from lms.accounts.contacts import known_with_addresses
from lms.accounts.models import Centre
from lms.accounts.namesakes import offer_people
from lms.accounts.queries import coordinators_of
from lms.common import clock
from lms.common.records.seen import stamp
from lms.common.ui.forms import ChipRadio, DateField, PlainForm, PlainModelForm, Stepper, TimeField
from lms.common.ui.seen import SeenMixin

MOMENT = "%Y-%m-%dT%H:%M"
MOST_SEATS = 1000  # a slip of the finger, not a class
FIRST_HOUR = 14  # when centres hold most classes; only what the form proposes


class MomentField(forms.DateTimeField):
    """A day and a time in one of the browser's own pickers."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=[MOMENT, "%Y-%m-%d %H:%M"], **kwargs)


class RunForm(SeenMixin, PlainModelForm):
    if_empty: ClassVar[Mapping[str, Any]] = {
        "version": _("There is no published course yet. It appears here once an editor has published one."),
        "coordinator": _("This centre has no coordinator yet. The centre manager invites one."),
    }

    version = forms.ModelChoiceField(label=_("Course"), queryset=CourseVersion.objects.none())
    capacity = forms.IntegerField(label=_("seats"), widget=Stepper, min_value=1, max_value=MOST_SEATS)
    apply_from = MomentField(label=_("applications from"))
    apply_until = MomentField(label=_("applications until"))
    teachers = forms.CharField(
        label=_("Instructors"),
        help_text=_("The e-mail addresses with which they have signed up, with commas between them."),
        required=False,
    )

    class Meta:
        model = CourseRun
        fields = (
            "version",
            "name",
            "place",
            "starts_on",
            "ends_on",
            "capacity",
            "admission",
            "apply_from",
            "apply_until",
            "coordinator",
        )
        widgets = {"admission": ChipRadio}
        help_texts = {"name": _("For example “2027, first run”.")}

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centre, run = centre, self.instance
        if run.pk:
            del self.fields["version"]
            self.fields["teachers"].initial = ", ".join(run.instructors.values_list("email", flat=True))
            if run.state != RunState.DRAFT:
                del self.fields["admission"]
            if run.sessions.filter(state=SessionState.PLANNED).exists():
                self.fields["with_classes"] = forms.BooleanField(
                    label=_("Move the classes by as many days as the first day"), required=False
                )
            self.shows(run, (*(name for name in self.Meta.fields if name in self.fields), "instructors"))
        else:
            version: Any = self.fields["version"]
            version.queryset = latest_versions(centre)
            version.label_from_instance = lambda found: f"{found.title} ({found.course_key})"
        offer_people(self.fields["coordinator"], coordinators_of(centre), centre)
        if "admission" in self.fields:
            admission: Any = self.fields["admission"]
            admission.choices = [choice for choice in admission.choices if choice[0]]

    def clean_teachers(self) -> str:
        emails = {email.strip().lower() for email in self.cleaned_data["teachers"].split(",") if email.strip()}
        self.instructors = list(known_with_addresses(self.centre, emails))
        unknown = emails - {person.email for person in self.instructors}
        if unknown:
            message = _("We know nobody with this address at this centre yet. Please invite them first: %(email)s")
            raise forms.ValidationError(message, params={"email": ", ".join(sorted(unknown))})
        return ", ".join(sorted(emails))

    def values(self) -> dict[str, Any]:
        beside = {"version", "teachers", "seen", "with_classes"}
        return {name: value for name, value in self.cleaned_data.items() if name not in beside}

    def _post_clean(self) -> None:
        """The domain writes and judges; the form must not have changed the run before it looks."""


class ClassForm(SeenMixin, PlainForm):
    """One in-person lesson: when and where it is held."""

    day = DateField(label=_("Day"))
    starts = TimeField(label=_("Starts at"))
    ends = TimeField(label=_("Ends at"))
    place = forms.CharField(label=_("Place"), max_length=120)

    def __init__(
        self, *args: Any, run: CourseRun, line: dict[str, Any], week: int, session: ClassSession | None, **kwargs: Any
    ) -> None:
        starts = session.starts_at.astimezone(clock.SEOUL) if session else _proposed(run, week)
        ends = session.ends_at.astimezone(clock.SEOUL) if session else starts + timedelta(minutes=line["minutes"])
        initial = {
            "day": starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
            "place": session.place if session else run.place,
        }
        super().__init__(*args, initial=initial, prefix=line["key"], **kwargs)
        self.line, self.session = line, session
        self.is_fixed = session is not None and session.state != SessionState.PLANNED
        day: Any = self.fields["day"]
        day.earliest, day.latest = run.starts_on, run.ends_on
        day.widget.attrs |= {"min": run.starts_on.isoformat(), "max": run.ends_on.isoformat()}
        if self.is_fixed:
            for field in self.fields.values():
                field.disabled = True
        self.shows_stamp(stamp(times_of(session)))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"starts", "ends"} <= cleaned.keys() and cleaned["ends"] <= cleaned["starts"]:
            self.add_error("ends", _("A class ends after it starts."))
        return cleaned

    def planned(self) -> PlannedClass:
        day, seoul = self.cleaned_data["day"], clock.SEOUL
        return PlannedClass(
            lesson_key=self.line["key"],
            starts_at=datetime.combine(day, self.cleaned_data["starts"], tzinfo=seoul),
            ends_at=datetime.combine(day, self.cleaned_data["ends"], tzinfo=seoul),
            place=self.cleaned_data["place"],
            seen=self.seen,
        )

    def ask_about_class(self, now: "ClassForm") -> None:
        """`now` is the form as it would be shown now."""
        asked_as = {"starts_at": ("day", "starts"), "ends_at": ("ends",)}
        shown = stamp(times_of(now.session))
        self.ask_about_values(shown, times_of(self.planned()), now.begins_with(), asked_as=asked_as)
        self.differences = [replace(one, label=f"{self.line['title']}: {one.label}") for one in self.differences]


def _proposed(run: CourseRun, week: int) -> datetime:
    """Once a week from the first day, as long as the run lasts."""
    day = min(run.starts_on + timedelta(weeks=week), run.ends_on)
    return clock.seoul(day.year, day.month, day.day, FIRST_HOUR)


def class_forms(run: CourseRun, data: Any = None) -> list[ClassForm]:
    sessions = {str(session.lesson_key): session for session in run.sessions.exclude(state=SessionState.CANCELLED)}
    lessons: Iterable[dict[str, Any]] = in_person_lessons(run.version)
    return [
        ClassForm(data, run=run, line=line, week=week, session=sessions.get(line["key"]))
        for week, line in enumerate(lessons)
    ]
