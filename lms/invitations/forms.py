from typing import Any

from allauth.account.fields import PasswordField
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.enums import Role
from lms.common.ui.forms import NameField, PhoneField, PlainForm
from lms.invitations.models import Invitation
from lms.privacy.enums import OPTIONAL, Purpose
from lms.signin.forms.accounts import FirstPasswordMixin, WhoForm


class InvitePersonForm(PlainForm):
    """The staff role is asked of those who may give one."""

    name = NameField(label=_("Name"), widget=forms.TextInput({"autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The link is sent there, and the person signs in with it."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    phone = PhoneField(
        label=pgettext_lazy("site", "Phone"),
        required=False,
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Staff role"), required=False, choices=[("", _("None")), *Role.choices])

    def __init__(self, *args: Any, gives_roles: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not gives_roles:
            del self.fields["role"]


class AcceptInvitationForm(FirstPasswordMixin, WhoForm):
    password1 = PasswordField(label=_("Choose a password"), autocomplete="new-password")
    field_order = ("password1", "name", "phone", "age", "service", "news")

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, initial={"name": invitation.name, "phone": invitation.phone}, **kwargs)
        self.invitation = invitation

    def address(self) -> str:
        return self.invitation.email

    @property
    def optional(self) -> list[Purpose]:
        return [purpose for purpose in OPTIONAL if self.cleaned_data.get(purpose.value)]
