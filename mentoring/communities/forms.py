from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.models import Centre, Region
from lms.accounts.namesakes import offer_people
from lms.accounts.queries import dongs_of
from lms.common import clock
from lms.common.ui.forms import CardRadio, ChipRadio, DateField, NameField, PlainForm, Stepper
from lms.common.ui.seen import SeenMixin
from mentoring.communities.enums import CommunityKind, CommunityRole, CommunityState
from mentoring.communities.models import Community, Stage
from mentoring.communities.queries.communities import dongs_for, fields_for, offered_stages, stages_to_choose
from mentoring.corps.enums import ConflictKind
from mentoring.corps.forms.missing import NO_DONG, NO_EXPERT, NO_FIELD, NO_STAGE
from mentoring.corps.models import ExpertProfile, Field
from mentoring.corps.queries.experts import experts_at, offered_fields


class CommunityDirectoryForm(forms.Form):
    """The filters of the public list; a value that means nothing filters nothing."""

    q = forms.CharField(label=_("Name or words"), required=False, max_length=50)
    dong = forms.ChoiceField(label=_("Dong"), required=False)
    field = forms.ChoiceField(label=pgettext_lazy("site", "Field"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *CommunityKind.choices])

    def __init__(self, *args: Any, dongs: list[tuple[str, str]], fields: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["dong"].choices = [("", _("All")), *dongs]  # type: ignore[attr-defined]
        self.fields["field"].choices = [("", _("All")), *((name, name) for name in fields)]  # type: ignore[attr-defined]


class CommunityProfileForm(SeenMixin, PlainForm):
    story = forms.CharField(
        label=_("Public introduction"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Everyone can read it. Please leave out names, phone numbers and addresses."),
    )
    members_count = forms.IntegerField(label=_("Members"), min_value=1, max_value=999, widget=Stepper)
    meeting_place = forms.CharField(
        label=_("Usual meeting place"),
        max_length=120,
        required=False,
        help_text=_("Only your expert and the centre see it."),
    )

    SHOWN = ("story", "members_count", "meeting_place")

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(community, name) for name in self.SHOWN}, **kwargs)
        self.shows(community, self.SHOWN)

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.SHOWN}


class FindPersonForm(PlainForm):
    name = NameField(label=_("Name"))
    email = forms.EmailField(label=_("E-mail"), help_text=_("The address with which the person signed up."))


class MemberForm(FindPersonForm):
    role = forms.ChoiceField(
        label=_("Role"),
        widget=ChipRadio,
        choices=[row for row in CommunityRole.choices if row[0] != CommunityRole.REPRESENTATIVE],
        initial=CommunityRole.MEMBER,
    )


class DetailsForm(SeenMixin, PlainForm):
    """What the office entered: the name, and where the community belongs."""

    name = forms.CharField(label=_("Name"), min_length=2, max_length=60)
    field = forms.ModelChoiceField(
        label=pgettext_lazy("site", "Field"), queryset=Field.objects.none(), empty_label=None
    )
    dong = forms.ModelChoiceField(label=_("Dong"), queryset=Region.objects.none(), empty_label=None)
    meeting_place = forms.CharField(label=_("Usual meeting place"), max_length=120, required=False)

    SHOWN = ("name", "field", "dong", "meeting_place")

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(community, name) for name in self.SHOWN}, **kwargs)
        self.fields["field"].queryset = fields_for(community)  # type: ignore[attr-defined]
        self.fields["dong"].queryset = dongs_for(community)  # type: ignore[attr-defined]
        self.shows(community, self.SHOWN)

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.SHOWN}


class StageForm(SeenMixin, PlainForm):
    stage = forms.ModelChoiceField(label=_("Stage"), queryset=Stage.objects.none(), widget=ChipRadio, empty_label=None)

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].queryset = stages_to_choose(community)  # type: ignore[attr-defined]
        self.fields["stage"].initial = community.stage_id
        self.shows(community, ("stage",))


class StateForm(PlainForm):
    state = forms.ChoiceField(label=_("Status"), widget=ChipRadio, choices=CommunityState.choices)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class NewForm(PlainForm):
    if_empty: ClassVar[Mapping[str, Any]] = {"field": NO_FIELD, "dong": NO_DONG, "stage": NO_STAGE}

    name = forms.CharField(label=_("Name"), min_length=2, max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), widget=ChipRadio, choices=CommunityKind.choices)
    field = forms.ModelChoiceField(
        label=pgettext_lazy("site", "Field"), queryset=Field.objects.none(), widget=CardRadio, empty_label=None
    )
    dong = forms.ModelChoiceField(label=_("Dong"), queryset=Region.objects.none(), empty_label=_("Please choose"))
    stage = forms.ModelChoiceField(label=_("Stage"), queryset=Stage.objects.none(), widget=ChipRadio, empty_label=None)
    members_count = forms.IntegerField(label=_("Members"), min_value=1, max_value=999, widget=Stepper)

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].queryset = offered_fields(centre)  # type: ignore[attr-defined]
        self.fields["stage"].queryset = offered_stages(centre)  # type: ignore[attr-defined]
        self.fields["dong"].queryset = dongs_of(centre)  # type: ignore[attr-defined]


class ConflictForm(PlainForm):
    """From a community's page: which expert stands too near to it."""

    if_empty: ClassVar[Mapping[str, Any]] = {"expert": NO_EXPERT}

    expert = forms.ModelChoiceField(
        label=_("Expert"), queryset=ExpertProfile.objects.none(), empty_label=_("Please choose")
    )
    kind = forms.ChoiceField(label=_("Why"), choices=ConflictKind.choices, widget=ChipRadio)

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        experts = experts_at(community.centre_id)
        offer_people(self.fields["expert"], experts, community.centre_id, lambda expert: expert.person)
        self.fields["until"] = DateField(
            label=_("Until"),
            required=False,
            earliest=clock.today(),
            help_text=_("Leave it empty if you don't know yet."),
        )
