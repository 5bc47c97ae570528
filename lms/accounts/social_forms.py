from allauth.socialaccount import forms as allauth_forms

from lms.accounts.forms import JoiningMixin
from lms.common.forms import PlainMixin


class SocialSignupForm(JoiningMixin, PlainMixin, allauth_forms.SignupForm):
    """Joining by another service asks what joining by password asks, but for the password."""

    field_order = ("name", "email", "phone", "age", "service", "news")


class DisconnectForm(PlainMixin, allauth_forms.DisconnectForm):
    pass
