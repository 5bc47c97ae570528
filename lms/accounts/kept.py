"""The topics of this app: the person, consents and staff roles."""

from collections.abc import Sequence

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.models import Consent, Invitation, Membership, User
from lms.accounts.own_data import Row, Topic
from lms.accounts.social import is_configured, name_of


def _person(person: User) -> Sequence[Row]:
    return [
        {
            _("Name"): person.name,
            _("E-mail"): person.email,
            _("Phone"): person.phone,
            _("Address"): person.address,
            _("Dong"): str(person.dong or ""),
            _("Joined"): person.date_joined,
        }
    ]


def _services(person: User) -> Sequence[Row]:
    rows = SocialAccount.objects.filter(user=person).order_by("date_joined", "pk")
    return [
        {_("Service"): name_of(row.provider), _("Your number there"): row.uid, _("Connected"): row.date_joined}
        for row in rows
    ]


def _consents(person: User) -> Sequence[Row]:
    rows = Consent.objects.filter(person=person).select_related("text")
    return [
        {
            _("Purpose"): row.text.get_purpose_display(),
            _("Text"): row.text.text,
            _("Agreed"): row.given,
            _("When"): row.at,
            _("Where"): row.get_source_display(),
        }
        for row in rows
    ]


def _roles(person: User) -> Sequence[Row]:
    rows = Membership.objects.filter(person=person).select_related("centre").order_by("since", "pk")
    return [
        {
            _("Centre"): row.centre.name,
            _("Role"): row.get_role_display(),
            _("Since"): row.since,
            _("Until"): row.ended_on,
        }
        for row in rows
    ]


def _invitations(person: User) -> Sequence[Row]:
    """Open ones are not shown: whoever typed an address on joining has not proved that it is theirs."""
    rows = Invitation.objects.filter(accepted_by=person).select_related("centre").order_by("accepted_at", "pk")
    return [
        {
            _("Centre"): row.centre.name,
            _("Role"): row.get_role_display(),
            _("Invited"): row.created_at,
            _("Accepted"): row.accepted_at,
        }
        for row in rows
    ]


def until_leaving() -> str:
    return _("Until you leave")


TOPICS = (
    Topic(
        "person",
        gettext_lazy("Membership"),
        gettext_lazy("name, e-mail address, phone number, address (if you gave it), dong"),
        gettext_lazy("To sign you in and to reach you about what you take part in."),
        until_leaving,
        _person,
        order=10,
    ),
    Topic(
        "services",
        gettext_lazy("Signing in by another service"),
        gettext_lazy("which service, your number there, since when (if you connected one)"),
        gettext_lazy("To sign you in by it."),
        lambda: _("Until you disconnect it or leave"),
        _services,
        order=15,
        applies=lambda: is_configured() or SocialAccount.objects.exists(),
    ),
    Topic(
        "consents",
        gettext_lazy("Consents"),
        gettext_lazy("what you agreed to, when and where"),
        gettext_lazy("To prove what was agreed."),
        lambda: _("As long as what rests on them is kept, also after you leave, without your name"),
        _consents,
        order=20,
    ),
    Topic(
        "roles",
        gettext_lazy("Staff roles"),
        gettext_lazy("role at a centre, with its dates"),
        gettext_lazy("To let staff do their work, and to know who decided what."),
        lambda: _("Permanently, without your name once you have left"),
        _roles,
        order=90,
    ),
    Topic(
        "invitations",
        gettext_lazy("Invitations"),
        gettext_lazy("name, e-mail address, phone number (if the centre knows it), what you were invited for"),
        gettext_lazy("To let people join whom the centre has asked to."),
        lambda: (
            _("Name and addresses until it is accepted or withdrawn, at the latest %(months)s months after it ended")
            % {"months": settings.RETENTION_INVITATIONS}
        ),
        _invitations,
        order=95,
    ),
)
