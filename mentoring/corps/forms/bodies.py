from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.curriculum.queries.versions import latest_versions
from lms.accounts.models import Centre, Region
from lms.accounts.queries import district_of
from lms.common.ui.forms import CardRadio, PlainForm, Stepper
from lms.common.ui.seen import SeenMixin
from mentoring.corps.domain.bodies import FOUNDING, SETTINGS
from mentoring.corps.enums import BodyKind, Share
from mentoring.corps.models import Body

PROPOSED = {
    "kind": BodyKind.CORPS,
    "seats_min": 1,
    "seats_max": 15,
    "quorum_present": Share.HALF,
    "quorum_agree": Share.HALF,
    "term_months": 24,
    "renewable": True,
    "requires_acceptance": True,
    "letter_text": _("We appoint you as a member, to help the village communities of our town to grow."),
    "acceptance_text": _("I accept the appointment and will do the work with care."),
}


NOT_SAID = [("", _("Not set yet"))]


class SettingsForm(SeenMixin, PlainForm):
    """What can be changed at any time."""

    name = forms.CharField(label=_("Name"), min_length=2, max_length=80)
    seats_min = forms.IntegerField(label=_("Seats, at least"), min_value=1, max_value=200, widget=Stepper)
    seats_max = forms.IntegerField(label=_("Seats, at most"), min_value=1, max_value=200, widget=Stepper)
    quorum_present = forms.ChoiceField(
        label=_("Members who must be present"),
        choices=NOT_SAID + Share.choices,
        required=False,
        help_text=_("Of those in office: with fewer, a meeting decides nothing."),
    )
    quorum_agree = forms.ChoiceField(
        label=_("Members who must agree"),
        choices=NOT_SAID + Share.choices,
        required=False,
        help_text=_("Of those present: with fewer, nothing is decided."),
    )
    term_months = forms.IntegerField(
        label=_("Term in months"),
        min_value=1,
        max_value=120,
        widget=Stepper,
        help_text=_("Terms that run keep their dates; the new length counts from the next offer on."),
    )
    renewable = forms.BooleanField(label=_("A term can be renewed"), required=False)
    required_course = forms.ChoiceField(
        label=_("Course whose certificate is needed"),
        required=False,
        help_text=_("Who has none is appointed only with a reason."),
    )

    def __init__(self, *args: Any, centre: Centre, body: Body | None = None, **kwargs: Any) -> None:
        if body is not None:
            kwargs["initial"] = {name: getattr(body, name) for name in (*SETTINGS, *FOUNDING)}
        super().__init__(*args, **kwargs)
        courses = {row.course_key: f"{row.title} ({row.course_key})" for row in latest_versions(centre)}
        if body is not None and body.required_course:
            courses.setdefault(body.required_course, body.required_course)
        cast(forms.ChoiceField, self.fields["required_course"]).choices = [("", _("None")), *courses.items()]
        if body is not None:
            self.shows(body, tuple(name for name in (*SETTINGS, *FOUNDING) if name in self.fields))

    @property
    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        least, most = data.get("seats_min"), data.get("seats_max")
        if least and most and most < least:
            self.add_error("seats_max", ValidationError(_("This can't be less than the seats at least.")))
        return data


class BodyForm(SettingsForm):
    """A new body, or one for which nobody has been proposed yet."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=BodyKind.choices,
        widget=CardRadio,
        help_text=_("Only members of a support corps are experts, who coach communities."),
    )
    region = forms.ModelChoiceField(label=_("Where it works"), queryset=Region.objects.none(), empty_label=None)
    appointer_title = forms.CharField(
        label=_("Appointed by"), max_length=40, help_text=_("As it stands under the letter, for example “구청장”.")
    )
    requires_acceptance = forms.BooleanField(
        label=_("Members sign an acceptance"),
        required=False,
        help_text=_("Without it, members still answer the offer on the site; there is only no paper of it."),
    )
    letter_prefix = forms.CharField(
        label=_("Prefix of letter numbers"),
        max_length=20,
        help_text=_("It stands before the year and the number, for example “서구-위촉”."),
    )
    letter_text = forms.CharField(
        label=_("Text of the letter"), max_length=600, widget=forms.Textarea(attrs={"rows": 4})
    )
    acceptance_text = forms.CharField(
        label=_("Text of the acceptance"), max_length=600, widget=forms.Textarea(attrs={"rows": 4})
    )

    field_order = ("kind", "name", "region", *(name for name in SETTINGS if name != "name"))

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, centre=centre, **{"initial": {"region": centre.region_id, **PROPOSED}} | kwargs)
        cast(forms.ModelChoiceField, self.fields["region"]).queryset = district_of(centre)
