import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.core import context as current
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from lms.signin import confirm_links, mails, second_factor, tries

logger = logging.getLogger(__name__)

NOT_SENT = _("The e-mail could not be sent just now. Please try again in a few minutes.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "That is not right: please check the e-mail address or phone number, and the password. If your phone number does "
            "not work, use your e-mail address."
        ),
    }

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        asked = super().is_reauthentication_required(app=app, **kwargs)
        return bool(asked) and not second_factor.signed_in_just_now(current.request)

    def is_safe_url(self, url: str | None) -> bool:
        """Every way back (`next`) of signing in, joining and the second factor is asked about here."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:  # no address at all, such as http://[::ffff:name]
            return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """For signing in and for the password asked once more. Only wrong passwords stay counted."""
        counted = tries.password(credentials.get("email") or credentials.get("phone") or "")
        user = super().authenticate(request, **credentials)
        if user:
            for one in counted:
                one.give_back()
        return user

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth calls this for each address of a person who set a new password by mail."""
        tries.was_owner(credentials.get("email") or "")

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        return mails.message(template_prefix, email, context)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """To the address somebody signs in with, also where allauth has not made a row of it yet."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def get_login_stages(self) -> list[str]:
        own = {"allauth.account.stages.EmailVerificationStage": "lms.signin.stages.ConfirmAddressStage"}
        return [own.get(stage, stage) for stage in super().get_login_stages()]

    def should_send_confirmation_mail(self, request: HttpRequest, email_address: Any, signup: bool) -> bool:
        """Joining was counted by its form; here somebody signs in who has not proved the address yet."""
        if not signup:
            tries.mail_or_refuse(email_address.email)
        return True

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        person = emailconfirmation.email_address.user
        context = {
            "user": person,
            "code": emailconfirmation.key,
            "activate_url": confirm_links.link_of(person, get_next_redirect_url(request) or ""),
        }
        self.send_mail(mails.CONFIRM_ADDRESS, emailconfirmation.email_address.email, context)

    def send_account_already_exists_mail(self, email: str) -> None:
        then = get_next_redirect_url(current.request) or ""
        self.send_mail(mails.HAS_ACCOUNT, email, {"sign_in_url": confirm_links.sign_in_link(then)})

    def respond_email_verification_sent(self, request: HttpRequest, user: Any) -> HttpResponse:
        then = get_next_redirect_url(request)
        return redirect(reverse("account_email_verification_sent") + (f"?{urlencode({'next': then})}" if then else ""))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """What a stranger can have sent to any mailbox is counted where it is asked for, whether there is an account or not.
        News of one's own account are never held back.

        These mails hold links that let somebody in, so they are not kept for a second try as notices are: where the mail
        server is down, who asked is told and asks again.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            logger.error("A mail about an account did not leave: %s", type(error).__name__)
            if not mails.MAILS[template_prefix].is_news:
                messages.error(current.request, NOT_SENT)
