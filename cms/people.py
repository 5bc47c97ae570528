"""People in the admin, for superusers. What a person may do comes from staff roles, so no groups are picked here, and who
runs the site is said on the server."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import DeleteView, EditView, IndexView, UserViewSet

from lms.common.ui.forms import NameField, PhoneField
from lms.common.web.refusals import refusal_on
from lms.staff.domain.accounts import close_account, open_account

User = get_user_model()
FIELDS = ["email", "name", "phone"]


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
    password_enabled = False  # nobody sets another's: a link for a new one goes to their own address

    class Meta(UserEditForm.Meta):
        fields = [*FIELDS, "is_active"]
        widgets: dict[str, Any] = {}


class PersonEditView(EditView):
    """Closing and opening an account has its rules and is told; the other fields are plain."""

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        with refusal_on(form):
            response: HttpResponse = super().form_valid(form)
            return response
        self.produced_error_message = self.get_error_message()
        refused: HttpResponse = self.form_invalid(form)
        return refused

    def save_instance(self) -> Any:
        wanted, person = self.form.instance.is_active, self.form.instance
        person.is_active = User.objects.get(pk=person.pk).is_active
        with transaction.atomic():
            saved = super().save_instance()
            if wanted != saved.is_active:
                (open_account if wanted else close_account)(person=saved, actor=self.request.user)
        return saved


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
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"
    menu_label = _("People")

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PersonEditForm if for_update else PersonCreationForm


class NoGroups(ModelPermissionPolicy):
    """Groups follow from staff roles (cms/domain/staffing.py): nobody makes or changes one by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return False

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return False
