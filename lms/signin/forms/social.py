from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import reauthentication
from allauth.socialaccount import forms as allauth_forms
from django.contrib import messages
from django.utils.translation import gettext as _

from lms.common.ui.forms import PlainMixin
from lms.signin.forms.accounts import JoiningMixin


class SocialSignupForm(JoiningMixin, PlainMixin, allauth_forms.SignupForm):
    """Joining by another service asks what joining by password asks, but for the password."""

    field_order = ("name", "email", "phone", "age", "service", "news")


class DisconnectForm(PlainMixin, allauth_forms.DisconnectForm):
    def save(self) -> None:
        """allauth's own asks for the service in the settings, where it may stand no more."""
        reauthentication.raise_if_reauthentication_required(self.request, app="allauth.socialaccount")
        self.cleaned_data["account"].delete()
        messages.info(self.request, _("It is disconnected."))
        get_adapter().send_notification_mail("socialaccount/email/account_disconnected", self.request.user)
