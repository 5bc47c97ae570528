"""allauth's forms of the second factor, with the site's words and looks."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.ui.forms import PlainMixin
from lms.signin import tries


class CodeField(forms.CharField):
    """Phones show the number pad and offer the code. Codes are read out in groups, so spaces are let in."""

    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"})

    def to_python(self, value: Any) -> str:
        return "".join((super().to_python(value) or "").split())


class CodeMixin(PlainMixin):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField(label=pgettext_lazy("site", "Code"))


class CountedMixin(CodeMixin):
    """Only wrong codes stay counted. A key is touched, not guessed, and needs no counting."""

    user: Any

    def clean_code(self) -> Any:
        counted = tries.code(self.user.pk)
        code = super().clean_code()  # type: ignore[misc] # of the form that this is mixed into
        for one in counted:
            one.give_back()
        return code


class AuthenticateForm(CountedMixin, base.AuthenticateForm):
    pass


class ReauthenticateByCodeForm(CountedMixin, base.ReauthenticateForm):
    pass


class ActivateTOTPForm(CodeMixin, totp.ActivateTOTPForm):
    pass


class NameMixin(PlainMixin):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What to call this key")


class CredentialField(forms.JSONField):
    """What the browser's key answers. JSON that Python doesn't read is no answer of any key."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError):  # numbers of thousands of digits; lists within lists within lists
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except (ValueError, RecursionError):
            return initial


class CredentialMixin(PlainMixin):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField()


class AddWebAuthnForm(CredentialMixin, NameMixin, webauthn.AddWebAuthnForm):
    pass


class LoginWebAuthnForm(CredentialMixin, webauthn.LoginWebAuthnForm):
    pass


class ReauthenticateWebAuthnForm(CredentialMixin, webauthn.ReauthenticateWebAuthnForm):
    pass


class AuthenticateWebAuthnForm(CredentialMixin, webauthn.AuthenticateWebAuthnForm):
    pass


class EditWebAuthnForm(NameMixin, webauthn.EditWebAuthnForm):
    pass
