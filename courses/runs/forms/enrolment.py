from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.runs.models import CourseRun, Enrolment
from lms.accounts.models import Centre
from lms.accounts.namesakes import told_apart
from lms.common.text.korean import ko_date, phone
from lms.common.ui.forms import ButtonsMixin, CardCheckbox, ChoiceText, ModelsField, NameField, PlainForm, Stepper
from lms.privacy.enums import Purpose
from lms.privacy.forms import AskingMixin, ConsentField
from lms.privacy.queries.wordings import in_force


class ApplyForm(AskingMixin, PlainForm):
    """Name and phone are known already and only shown."""

    years_active = forms.IntegerField(
        label=_("Years you have been active in the village"),
        help_text=_("Leave it at 0 if you are just beginning."),
        widget=Stepper,
        min_value=0,
        max_value=70,
        initial=0,
    )
    note = forms.CharField(
        label=_("What you hope for"),
        help_text=_("Do not write ID numbers or health information."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        required=False,
    )
    consent = ConsentField(Purpose.LEARNING)

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask(in_force([Purpose.LEARNING], centre))


class InviteToRunForm(PlainForm):
    """Of anybody: what the page answers says nothing about whose address it is."""

    name = NameField(label=_("Name"), widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation is sent there. Once the person says yes, a seat is held for them for two days."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )


class AnswerForm(ButtonsMixin, PlainForm):
    """One answer to one application or several."""

    buttons = ("approve", "reject")

    people = ModelsField(label=_("Applicants"), queryset=Enrolment.objects.none(), widget=CardCheckbox)
    reason = forms.CharField(
        label=_("Reason, if not accepted"),
        help_text=_("The applicants read it."),
        max_length=300,
        required=False,
        widget=forms.TextInput,
    )

    def __init__(self, *args: Any, run: CourseRun, applications: list[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["people"]
        names = told_apart([row.person for row in applications], run.centre_id)
        # Any enrolment of the run is a choice: one answered meanwhile is told apart from one that never was here.
        people.queryset = run.enrolments.all()
        people.choices = [(row.pk, _described(row, names[row.person_id])) for row in applications]

    @property
    def accepts(self) -> bool:
        return self.pressed == "approve"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.pressed == "reject" and not cleaned.get("reason"):
            self.add_error("reason", _("Please write the reason; the applicant will read it."))
        return cleaned


def _described(row: Enrolment, name: str) -> ChoiceText:
    parts = [
        ko_date(row.applied_at, "short"),
        phone(row.person.phone),
        str(_("active for %(years)s years") % {"years": row.years_active}) if row.years_active else "",
        row.note,
    ]
    return ChoiceText(name, hint=" · ".join(part for part in parts if part))
