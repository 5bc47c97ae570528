"""Reference data of the installation, kept by superusers: places, centres and the topics' one vocabulary."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.db import models
from django.forms import modelform_factory
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.models import Topic
from lms.accounts.enums import LOCAL_LEVELS
from lms.accounts.models import Centre, Region
from lms.common.ui.forms import NamesWhatIsMissing, PhoneField

NO_REGION = _("There is no region yet. Please make it first, under Reference data.")
NO_CENTRE = _("There is no centre yet. Please make it first, under Reference data.")

LABELS: dict[str, Any] = {"centre": _("centre"), "sigungu": _("district")}


class KeptRows(ModelPermissionPolicy):
    """Rows that end or change but are never deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return bool(super().user_has_any_permission(user, set(actions) - {"delete"}))


def keep_rows(*kept: type[models.Model]) -> None:
    for model in kept:
        register_permission_policy(model, KeptRows(model))


class ReferenceForm(NamesWhatIsMissing, forms.ModelForm):
    """Wagtail draws it, so what is missing stands where the hint does."""

    if_empty: ClassVar[Mapping[str, Any]] = {"region": NO_REGION, "sigungu": NO_REGION, "centre": NO_CENTRE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.if_empty:
            if said := self.missing(name):
                self.fields[name].help_text = said


class ReferenceViewSet(ModelViewSet):
    add_to_reference_index = False
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return modelform_factory(
            self.model,
            form=ReferenceForm,
            formfield_callback=self.formfield_for_dbfield,
            fields=self.get_form_fields(),
            labels=LABELS,
        )


class PlaceChoice(forms.ModelChoiceField):
    """Provinces and districts, by their full names: the country has a dozen 중구 and thousands of dongs."""

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        wholes = Region.objects.open().exclude(level__in=LOCAL_LEVELS)
        super().__init__(wholes.select_related("parent__parent").order_by("code"), **kwargs)

    def label_from_instance(self, place: models.Model) -> str:
        return cast(Region, place).full_name


class CentreViewSet(ReferenceViewSet):
    model = Centre
    icon = "home"
    list_display = ["name", "region", "contact_name", "phone"]
    search_fields = ["name"]
    form_fields = ["name", "slug", "region", "address", "contact_name", "phone", "hours"]

    def formfield_for_dbfield(self, db_field: Any, **kwargs: Any) -> Any:
        """Everybody is told to call this number: written as people write it, and checked like any other."""
        if db_field.name == "phone":
            kwargs |= {"form_class": PhoneField, "max_length": None}
        if db_field.name == "region":
            kwargs["form_class"] = PlaceChoice
        return super().formfield_for_dbfield(db_field, **kwargs)


class RegionViewSet(ReferenceViewSet):
    model = Region
    icon = "site"
    list_display = ["name", "code", "level", "parent", "map_x", "map_y"]
    list_filter = ["level"]
    search_fields = ["name", "code"]
    form_fields = ["code", "name", "level", "parent", "map_x", "map_y", "closed_on"]

    def formfield_for_dbfield(self, db_field: Any, **kwargs: Any) -> Any:
        if db_field.name == "parent":
            kwargs["form_class"] = PlaceChoice
        return super().formfield_for_dbfield(db_field, **kwargs)


class TopicViewSet(ModelViewSet):
    """A topic may go while nothing carries it; the database keeps those that an expert's profile or a request names."""

    model = Topic
    icon = "tag"
    add_to_reference_index = False
    list_display = ["name"]
    search_fields = ["name"]
    form_fields = ["name"]


class ReferenceData(ViewSetGroup):
    menu_label = _("Reference data")
    menu_icon = "list-ul"
    menu_order = 700

    def __init__(self) -> None:
        self.items = (CentreViewSet, RegionViewSet, TopicViewSet)
        super().__init__()
