from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Centre
from lms.common import clock
from lms.common.forms import ChipRadio, DateField, PlainForm, Stepper
from mentoring.enums import ConflictKind
from mentoring.models import Community, ExpertProfile


class DirectoryForm(forms.Form):
    """The filters of the public list; a value that means nothing filters nothing."""

    field = forms.ChoiceField(label=_("Field"), required=False)
    centre = forms.ModelChoiceField(
        label=_("Centre"), required=False, queryset=Centre.objects.all(), to_field_name="slug", empty_label=_("All")
    )

    def __init__(self, *args: Any, fields: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        chosen = self.fields["field"]
        chosen.choices = [("", _("All")), *((name, name) for name in fields)]  # type: ignore[attr-defined]


class ProfileForm(PlainForm):
    bio = forms.CharField(
        label=_("Public introduction"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Everyone can read it in the directory. Please leave out phone numbers and addresses."),
    )
    capacity = forms.IntegerField(label=_("Communities at the same time"), min_value=0, max_value=30, widget=Stepper)
    hours = forms.IntegerField(label=_("Hours a month"), min_value=0, max_value=160, widget=Stepper)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paused_until"] = DateField(
            label=_("Pausing until"),
            required=False,
            help_text=_("Until that day you are offered no further community."),
        )


class ConflictForm(PlainForm):
    """From a community's page: which expert stands too near to it."""

    expert = forms.ModelChoiceField(
        label=_("Expert"), queryset=ExpertProfile.objects.none(), empty_label=_("Please choose")
    )
    kind = forms.ChoiceField(label=_("Why"), choices=ConflictKind.choices, widget=ChipRadio)

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = ExpertProfile.objects.filter(centre=community.centre_id).select_related("person")
        self.fields["expert"].queryset = rows  # type: ignore[attr-defined]
        self.fields["until"] = DateField(
            label=_("Until"),
            required=False,
            earliest=clock.today(),
            help_text=_("Leave it empty if you don't know yet."),
        )
