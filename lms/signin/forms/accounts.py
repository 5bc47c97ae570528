"""allauth's forms of an account, with the site's words and looks; and what is asked of everybody who joins."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.models import User
from lms.common.ui.forms import NameField, PhoneField, PlainForm, PlainMixin, PlainModelForm
from lms.privacy.domain import consents
from lms.privacy.domain.wordings import words_on_joining
from lms.privacy.enums import ON_JOINING, ConsentSource, Purpose
from lms.privacy.forms import AskingMixin, ConsentField
from lms.signin import tries
from lms.signin.forms.second_factor import CodeField


class NewPasswordMixin(PlainMixin):
    """One sentence in place of a list with a line for each rule; whoever breaks a rule is told which."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _("At least %(length)s characters, with letters among them.") % {
            "length": settings.PASSWORD_LENGTH
        }


class FirstPasswordMixin(NewPasswordMixin):
    """Of somebody who has no row yet: the password is compared with what stands beside it. allauth knows the address alone."""

    def address(self) -> str:
        return str(self.cleaned_data.get("email", ""))

    def clean(self) -> Any:
        super().clean()
        given = self.cleaned_data
        person = User(email=self.address(), name=given.get("name", ""), phone=given.get("phone", ""))
        if password := given.get("password1"):
            try:
                get_adapter().clean_password(password, user=person)
            except ValidationError as error:
                self.add_error("password1", error)
        return given


class LoginForm(PlainMixin, allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = forms.CharField(
            label=_("E-mail or phone"), max_length=254, widget=forms.TextInput({"autocomplete": "username"})
        )
        login.error_messages["required"] = _("Please fill this in.")
        self.fields["login"] = login
        self.order_fields(["login", "password"])
        self.fields["password"].help_text = ""  # the way to a new password stands under the form

    def user_credentials(self) -> dict[str, str]:
        """What is no phone number is taken for an address; one that nobody has is a wrong pair like any other."""
        login, password = self.cleaned_data["login"], self.cleaned_data["password"]
        try:
            return {"phone": PhoneField().clean(login), "password": password}
        except ValidationError:
            return {"email": login, "password": password}


class WhoForm(AskingMixin, PlainForm):
    """What is asked of everybody who joins, whichever way. Each purpose has a box of its own (개인정보 보호법 제22조)."""

    name = NameField(label=_("Name"))
    phone = PhoneField(
        label=pgettext_lazy("site", "Phone"), help_text=_("We call only when a class is moved or you asked us to.")
    )
    age = ConsentField(Purpose.AGE)
    service = ConsentField(Purpose.SERVICE)
    news = ConsentField(Purpose.NEWS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask(words_on_joining())

    @property
    def asked(self) -> list[Purpose]:
        """News are asked about once the site has words for it."""
        return [purpose for purpose in ON_JOINING if purpose.value in self.fields]


class JoiningMixin(WhoForm):
    """Before a form of allauth that makes an account."""

    def clean(self) -> Any:
        """What is counted is the same whether the address has an account or not."""
        cleaned = super().clean()
        if self.errors:
            tries.failed_form()
        else:
            tries.joining()
            tries.mail_to(self.cleaned_data["email"])
        return cleaned

    @transaction.atomic
    def save(self, request: HttpRequest) -> Any:
        user = super().save(request)  # type: ignore[misc]
        if user is not None:
            user.name = self.cleaned_data["name"]
            user.phone = self.cleaned_data["phone"]
            user.save(update_fields=["name", "phone"])
            for purpose in self.asked:
                given = self.cleaned_data[purpose.value]
                consents.decide_consent(person=user, purpose=purpose, given=given, source=ConsentSource.SIGN_UP)
        return user


class SignupForm(JoiningMixin, FirstPasswordMixin, allauth_forms.SignupForm):
    field_order = ("name", "email", "phone", "password1", "age", "service", "news")

    def try_save(self, request: HttpRequest) -> Any:
        """An address that has joined already takes the time that a new one takes."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ConfirmAddressForm(PlainMixin, allauth_forms.ConfirmEmailVerificationCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = CodeField(label=pgettext_lazy("site", "Code"), help_text=_("Six digits, in the e-mail."))


class ResetPasswordForm(PlainMixin, allauth_forms.ResetPasswordForm):
    def clean_email(self) -> Any:
        email = super().clean_email()
        tries.mail(email)
        return email


class ResetPasswordKeyForm(NewPasswordMixin, allauth_forms.ResetPasswordKeyForm):
    pass


class SetPasswordForm(NewPasswordMixin, allauth_forms.SetPasswordForm):
    """Of somebody who joined by another service and has none."""


class ChangePasswordForm(NewPasswordMixin, allauth_forms.ChangePasswordForm):
    def clean_oldpassword(self) -> Any:
        counted = tries.password(self.user.email)
        password = super().clean_oldpassword()
        for one in counted:
            one.give_back()
        return password


class ReauthenticateForm(PlainMixin, allauth_forms.ReauthenticateForm):
    pass


class AddressForm(PlainForm):
    email = forms.EmailField(label=_("New e-mail address"), widget=forms.EmailInput({"autocomplete": "email"}))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if email == self.person.email:
            raise forms.ValidationError(_("This is your address already."), code="same")
        tries.mail(email)
        return email


class ProfileForm(PlainModelForm):
    name = NameField(label=_("Name"))
    phone = PhoneField(label=pgettext_lazy("site", "Phone"))

    class Meta:
        model = User
        fields = ["name", "phone", "address", "dong"]
        labels = {"address": _("Address"), "dong": _("Dong")}
        help_texts = {"address": _("Only printed on your letter of appointment.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dong = self.fields["dong"]
        dong.queryset = dong.queryset.local().select_related("parent")  # type: ignore[attr-defined]
        dong.label_from_instance = lambda region: f"{region.parent} {region}"  # type: ignore[attr-defined]
