"""allauth's forms of the second factor, with the site's words and looks."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from lms.common.forms import PlainMixin


class CodeField(forms.CharField):
    """Phones show the number pad and offer the code. Codes are read out in groups, so spaces are let in."""

    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"})

    def to_python(self, value: Any) -> str:
        return "".join((super().to_python(value) or "").split())


class CodeMixin(PlainMixin):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField(label=_("Code"))


class AuthenticateForm(CodeMixin, base.AuthenticateForm):
    pass


class ReauthenticateForm(CodeMixin, base.ReauthenticateForm):
    pass


class ActivateTOTPForm(CodeMixin, totp.ActivateTOTPForm):
    pass


class NameMixin(PlainMixin):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What to call this key")


class AddWebAuthnForm(NameMixin, webauthn.AddWebAuthnForm):
    pass


class EditWebAuthnForm(NameMixin, webauthn.EditWebAuthnForm):
    pass
