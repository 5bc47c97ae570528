from collections.abc import Sequence

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from lms.accounts.models import User
from lms.common.enums import Access
from lms.common.models import AccessLog
from lms.privacy.enums import Term
from lms.privacy.own_data import NEWEST
from lms.privacy.queries.terms import told
from lms.privacy.registries import OwnData, Row
from lms.signin.devices import device_of
from lms.signin.social import is_configured, name_of


def _ways(person: User) -> Sequence[Row]:
    addresses = EmailAddress.objects.filter(user=person).order_by("-primary", "pk")
    factors = Authenticator.objects.filter(user=person).order_by("created_at", "pk")
    return [
        *({_("What"): row.email, _("Proved"): row.verified} for row in addresses),
        *(
            {
                _("What"): row.get_type_display(),
                _("Since"): row.created_at,
                pgettext("sign-in", "Last used"): row.last_used_at,
            }
            for row in factors
        ),
    ]


WAYS = OwnData(
    gettext_lazy("What you sign in with"),
    gettext_lazy("e-mail address and whether it was proved; kind of second factor, since when, when it was last used"),
    gettext_lazy("To let in nobody but you."),
    lambda: _("Until you change it or leave"),
    _ways,
)


def _services(person: User) -> Sequence[Row]:
    rows = SocialAccount.objects.filter(user=person).order_by("date_joined", "pk")
    return [
        {_("Service"): name_of(row.provider), _("Your number there"): row.uid, _("Connected"): row.date_joined}
        for row in rows
    ]


SERVICES = OwnData(
    gettext_lazy("Signing in by another service"),
    gettext_lazy("which service, your number there, since when (if you connected one)"),
    gettext_lazy("To sign you in by it."),
    lambda: _("Until you disconnect it or leave"),
    _services,
    applies=lambda: is_configured() or SocialAccount.objects.exists(),
)


def _sign_ins(person: User) -> Sequence[Row]:
    rows = AccessLog.objects.filter(actor=person, action__in=(Access.SIGN_IN, Access.WRONG))[:NEWEST]
    return [
        {_("When"): row.at, _("What was done"): row.get_action_display(), pgettext("site", "IP address"): row.ip or ""}
        for row in rows
    ]


def _devices(person: User) -> Sequence[Row]:
    rows = UserSession.objects.filter(user=person).order_by("-created_at", "-pk")
    return [
        {
            _("Device"): device_of(row.user_agent),
            _("Since"): row.created_at,
            _("Last seen"): row.last_seen_at,
            pgettext("site", "IP address"): row.ip,
        }
        for row in rows
    ]


SIGN_INS = OwnData(
    gettext_lazy("Sign-ins and wrong passwords"),
    gettext_lazy("when you signed in or a wrong password was tried for your account, and the IP address"),
    gettext_lazy("So that you and the centre can see when somebody else tries. The newest 100 are shown."),
    lambda: _("%(months)s months, also after you leave, without your name") % {"months": told(Term.ACCESS_LOG)},
    _sign_ins,
)
DEVICES = OwnData(
    gettext_lazy("Where you are signed in"),
    gettext_lazy("kind of device and browser, since when, when it was last seen, IP address"),
    gettext_lazy("So that you can sign out on a device that is not yours."),
    lambda: (
        _("Until you sign out there or leave, at the latest %(days)s days after you last used it")
        % {"days": settings.SESSION_COOKIE_AGE // (24 * 3600)}
    ),
    _devices,
)
