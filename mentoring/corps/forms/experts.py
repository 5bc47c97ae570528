from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.models import Topic
from lms.accounts.models import Centre, Region
from lms.common.ui.forms import ChipCheckbox, ModelsField, PlainForm, Stepper
from lms.common.ui.seen import SeenMixin
from mentoring.communities.enums import CommunityKind
from mentoring.corps.domain.experts import SEVERAL_EDIT, Entry
from mentoring.corps.forms.missing import NO_FIELD, NO_TOPIC
from mentoring.corps.models import ExpertProfile, Field
from mentoring.corps.queries.experts import dongs_near, fields_to_choose

LEVEL_CHOICES = [
    ("", _("Not mine")),
    (1, _("I have done it")),
    (2, _("I have led it")),
    (3, _("I teach it")),
]


class ExpertDirectoryForm(forms.Form):
    """The filters of the public list; a value that means nothing filters nothing."""

    field = forms.ChoiceField(label=pgettext_lazy("site", "Field"), required=False)
    centre = forms.ModelChoiceField(
        label=_("Centre"), required=False, queryset=Centre.objects.all(), to_field_name="slug", empty_label=_("All")
    )

    def __init__(self, *args: Any, fields: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        chosen = self.fields["field"]
        chosen.choices = [("", _("All")), *((name, name) for name in fields)]  # type: ignore[attr-defined]


class ExpertProfileForm(SeenMixin, PlainForm):
    """What an expert keeps up of one profile. `topic_fields` are the selects of the topics, one a topic."""

    if_empty: ClassVar[Mapping[str, Any]] = {"fields_known": NO_FIELD}
    no_topic = NO_TOPIC

    bio = forms.CharField(
        label=_("Public introduction"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Everyone can read it in the directory. Please leave out phone numbers and addresses."),
    )
    dong = forms.ModelChoiceField(
        label=_("Home dong"),
        queryset=Region.objects.none(),
        empty_label=_("Please choose"),
        help_text=_("Communities nearby are proposed to you first."),
    )
    fields_known = ModelsField(
        label=pgettext_lazy("site", "Fields"), queryset=Field.objects.none(), widget=ChipCheckbox, required=False
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of community you coach"), choices=CommunityKind.choices, widget=ChipCheckbox
    )
    capacity = forms.IntegerField(label=_("Communities at the same time"), min_value=0, max_value=30, widget=Stepper)
    hours = forms.IntegerField(label=_("Hours a month"), min_value=0, max_value=160, widget=Stepper)

    def __init__(self, *args: Any, expert: ExpertProfile, topics: list[Topic], **kwargs: Any) -> None:
        self.expert, self.topics = expert, topics
        super().__init__(*args, initial=self._initial(), **kwargs)
        known = cast(forms.ModelMultipleChoiceField, self.fields["fields_known"])
        known.queryset = fields_to_choose(expert)
        cast(forms.ModelChoiceField, self.fields["dong"]).queryset = dongs_near(expert)
        for topic in topics:
            self.fields[f"topic_{topic.pk}"] = forms.TypedChoiceField(
                label=topic.name, choices=LEVEL_CHOICES, coerce=int, required=False
            )
        self.shows(expert, SEVERAL_EDIT)

    def _initial(self) -> dict[str, Any]:
        expert = self.expert
        held = {CommunityKind.VILLAGE: expert.villages, CommunityKind.APARTMENT: expert.apartments}
        known = {f"topic_{row.tag_id}": row.level for row in expert.levels.all()}
        return known | {
            "bio": expert.bio,
            "dong": expert.dong_id,
            "fields_known": [row.pk for row in expert.fields.all()],
            "kinds": [kind for kind, yes in held.items() if yes],
            "capacity": expert.capacity,
            "hours": expert.monthly_minutes // 60,
        }

    @property
    def topic_fields(self) -> list[forms.BoundField]:
        return [self[f"topic_{topic.pk}"] for topic in self.topics]

    @property
    def entry(self) -> Entry:
        cleaned = self.cleaned_data
        return Entry(
            bio=cleaned["bio"],
            dong=cleaned["dong"],
            fields=tuple(cleaned["fields_known"]),
            topics={topic: cleaned[f"topic_{topic.pk}"] for topic in self.topics if cleaned[f"topic_{topic.pk}"]},
            villages=CommunityKind.VILLAGE in cleaned["kinds"],
            apartments=CommunityKind.APARTMENT in cleaned["kinds"],
            capacity=cleaned["capacity"],
            monthly_minutes=cleaned["hours"] * 60,
        )
