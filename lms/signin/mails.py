"""What the site writes to people about their own account: every mail that allauth sends, in this site's words.

Each has one purpose and at most one link. News (no link asked for) say when and from what device, and what to do if it
was somebody else.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.accounts.whom_to_call import contact_for
from lms.signin.devices import device_of

LINK_DAYS = 3  # for each link of these mails
# Of this site; the others are allauth's names.
CHANGE_ADDRESS = "account/email/change_address"
CONFIRM_ADDRESS = "account/email/confirm_address"
FIRST_PASSWORD = "account/email/first_password"  # noqa: S105 - the name of a mail
HAS_ACCOUNT = "account/email/account_already_exists"
PHONE_CHANGED = "account/email/phone_changed"


@dataclass(frozen=True)
class Mail:
    title: Promise
    text: Promise
    press: Promise | None = None
    link: str = ""  # under this name allauth hands the link over

    @property
    def is_news(self) -> bool:
        return not self.link


CONFIRM = Mail(
    _("Please confirm your e-mail address"),
    _(
        "Please type this code on the page where you joined. If that page is gone or on another device, press the link "
        "instead and sign in."
    ),
    _("Confirm my address"),
    "activate_url",
)
MAILS: dict[str, Mail] = {
    CONFIRM_ADDRESS: CONFIRM,
    CHANGE_ADDRESS: Mail(
        _("Please confirm your new e-mail address"),
        _("You want to sign in with %(email)s from now on. Please press the link. Until then your old address stays."),
        _("Take this address"),
        "change_url",
    ),
    FIRST_PASSWORD: Mail(
        _("Choose your password"),
        _("An account was made for you as %(email)s, to lead a centre. Please press the link and choose a password."),
        _("Choose a password"),
        "password_reset_url",
    ),
    "account/email/password_reset_key": Mail(
        _("Set a new password"),
        _("Somebody, probably you, asked for a new password for %(email)s. Please press the link and choose one."),
        _("Set a new password"),
        "password_reset_url",
    ),
    HAS_ACCOUNT: Mail(
        _("You have joined already"),
        _(
            "Somebody, probably you, gave %(email)s as the address of an account. There is one already: please sign in with "
            "it. Should you have forgotten the password, you can set a new one there."
        ),
        _("Sign in"),
        "sign_in_url",
    ),
    "account/email/unknown_account": Mail(
        _("There is no account with this address"),
        _(
            "Somebody, probably you, asked for a new password for %(email)s. Nobody has joined with this address. Perhaps "
            "you joined with another one; otherwise you can join now."
        ),
        _("Join"),
        "signup_url",
    ),
    "account/email/password_reset": Mail(
        _("A new password was set"), _("The password of your account was set anew by mail.")
    ),
    "account/email/password_changed": Mail(
        _("Your password was changed"), _("The password of your account was changed.")
    ),
    "account/email/password_set": Mail(_("A password was set"), _("Your account has a password now.")),
    "account/email/email_changed": Mail(
        _("Your e-mail address was changed"),
        _("Your account has another e-mail address now: %(to_email)s. Nothing more is sent to this one."),
    ),
    PHONE_CHANGED: Mail(
        _("Your phone number was changed"),
        _("The phone number of your account was changed; it signs in, too."),
    ),
    "mfa/email/totp_activated": Mail(
        _("A second check was set up"), _("Signing in to your account now takes a code of an app, too.")
    ),
    "mfa/email/totp_deactivated": Mail(
        _("A second check was taken away"), _("Signing in to your account takes no code of an app any more.")
    ),
    "mfa/email/recovery_codes_generated": Mail(
        _("New spare codes were made"), _("Your account has new spare codes. The old ones are worth nothing any more.")
    ),
    "mfa/email/webauthn_added": Mail(
        _("A second check was set up"), _("A key of a phone, computer or stick was added to your account.")
    ),
    "mfa/email/webauthn_removed": Mail(
        _("A second check was taken away"), _("A key of a phone, computer or stick was taken off your account.")
    ),
    "socialaccount/email/account_connected": Mail(
        _("Another service was connected"), _("Another service was connected to your account: it can sign you in now.")
    ),
    "socialaccount/email/account_disconnected": Mail(
        _("Another service was disconnected"), _("A service that could sign you in was disconnected from your account.")
    ),
}


def _of_this_site(link: str) -> str:
    """allauth takes the host of the request, which is whatever a request says."""
    parts = urlsplit(link)
    return f"{settings.BASE_URL}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def message(name: str, email: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    """`name` is allauth's, such as "account/email/password_changed"; a KeyError for one that has no words here."""
    mail, person = MAILS[name], context.get("user")
    shown = {
        "title": mail.title,
        "text": mail.text % (context | {"email": email}),
        "press": mail.press,
        "link": _of_this_site(context[mail.link]) if mail.link else "",
        "code": context.get("code", ""),
        "days": LINK_DAYS,
        "when": context.get("timestamp"),
        "device": device_of(context.get("user_agent", "")),
        "reset": f"{settings.BASE_URL}{reverse('account_reset_password')}",
        "site_name": settings.SITE_NAME,
        "name": person.name if person else "",
        "contact": contact_for(person),
    }
    subject = gettext("[%(site)s] %(title)s") % {"site": settings.SITE_NAME, "title": mail.title}
    written = EmailMultiAlternatives(subject, render_to_string("emails/account.txt", shown), to=[email])
    written.attach_alternative(render_to_string("emails/account.html", shown), "text/html")
    return written
