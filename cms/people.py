"""People in the admin, for superusers. What a person may do comes from staff roles, so no groups are picked here."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import DeleteView, IndexView, UserViewSet

from lms.common.ui.forms import NameField, PhoneField

User = get_user_model()
FIELDS = ["email", "name", "phone", "is_superuser"]


class PersonForm(forms.Form):
    first_name = None
    last_name = None
    name = NameField(label=_("Name"), widget=forms.TextInput)
    phone = PhoneField(label=pgettext_lazy("site", "Phone"), required=False)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class PersonCreationForm(PersonForm, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = FIELDS
        widgets: dict[str, Any] = {}


class PersonEditForm(PersonForm, UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = [*FIELDS, "is_active"]
        widgets: dict[str, Any] = {}


class PersonIndexView(IndexView):
    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.ordering in ("name", "-name"):
            return queryset.order_by(self.ordering, "pk")
        return super().order_queryset(queryset)


class PersonDeleteView(DeleteView):
    """A person's account is closed by taking "active" away: records and certificates need the row."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise PermissionDenied


class PersonViewSet(UserViewSet):
    index_view_class = PersonIndexView
    delete_view_class = PersonDeleteView
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"
    menu_label = _("People")

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PersonEditForm if for_update else PersonCreationForm
