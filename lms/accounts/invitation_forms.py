from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.fields import PasswordField
from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.forms import NewPasswordMixin, WhoForm
from lms.accounts.models import Invitation, Purpose, Role, User
from lms.common.forms import NameField, PhoneField, PlainForm


class InviteForm(PlainForm):
    """The staff role is asked of those who may give one."""

    name = NameField(label=_("Name"), widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The link is sent there, and the person signs in with it."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    phone = PhoneField(
        label=_("Phone"),
        required=False,
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Staff role"), required=False, choices=[("", _("None")), *Role.choices])

    def __init__(self, *args: Any, gives_roles: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not gives_roles:
            del self.fields["role"]


class AcceptForm(NewPasswordMixin, WhoForm):
    """The required consents stand above the button in full, and pressing it gives them; the optional one is a box."""

    password1 = PasswordField(label=_("Choose a password"), autocomplete="new-password")
    field_order = ("name", "phone", "password1", "news")

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, initial={"name": invitation.name, "phone": invitation.phone}, **kwargs)
        self.invitation = invitation

    def clean(self) -> dict[str, Any]:
        """After the other fields: a password that is nearly the name is refused."""
        given: dict[str, Any] = self.cleaned_data
        person = User(email=self.invitation.email, name=given.get("name", ""))
        if password := given.get("password1"):
            try:
                get_adapter().clean_password(password, user=person)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return given

    @property
    def optional(self) -> list[Purpose]:
        return [purpose for purpose in (Purpose.NEWS,) if self.cleaned_data[purpose.value]]
