"""What the office's lists are filtered by."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentoring.corps.models import ExpertProfile, Field


def field_filter() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=pgettext_lazy("site", "Field"),
        queryset=Field.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("All"),
    )


def expert_filter() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=_("Expert"), queryset=ExpertProfile.objects.none(), required=False, empty_label=_("All")
    )
