"""Leaving: what says who somebody was goes, what was done stays as figures."""

from collections.abc import Iterator
from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lms.accounts.models import Membership, User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from lms.privacy import erasure_parts


def erase_account(*, person: User, actor: User) -> User:
    """By the person themselves. A second call changes nothing. One transaction: a failure leaves all as it was."""
    if actor.pk != person.pk:
        raise NotAllowed(_("Only you yourself can close your account."), code="not_own")
    with transaction.atomic():
        # Whatever begins a duty (an application, an appointment) looks at `is_active` and finds it false after this.
        person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if person.erased_at:
            return person
        duties = erasure_parts.duties_of(person)
        if duties:
            raise DomainError(" ".join(duty.text for duty in duties), code="duties")
        statelog.record(person, action="erase", from_state="member", to_state="erased", actor=person)
        for part in erasure_parts.PARTS.values():
            part.erase(person)
        _close(person)
        transaction.on_commit(lambda: end_sessions(person))
    return person


def _close(person: User) -> None:
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    UserSession.objects.filter(user=person).delete()
    person.groups.clear()
    person.user_permissions.clear()
    with translation.override("ko"):
        person.name = _("Former member")
    person.email = f"erased-{person.pk}@erased.invalid"
    person.phone, person.address, person.dong = "", "", None
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = None
    person.set_unusable_password()
    person.erased_at = clock.now()
    person.save()


def end_sessions(person: User) -> int:
    """An inactive person is signed in nowhere any more; their sessions' rows go, too."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = [key for key, owner in _owners() if owner == str(person.pk)]
    for key in keys:
        store(key).delete()
    return len(keys)


def _owners() -> Iterator[tuple[str, str]]:
    for session in Session.objects.iterator():
        yield session.session_key, str(session.get_decoded().get(SESSION_KEY, ""))


def duties_of_staff(person: User) -> Iterator[erasure_parts.Duty]:
    held = Membership.objects.filter(person=person, ended_on__isnull=True).select_related("centre")
    for row in held:
        yield erasure_parts.Duty(
            _("You are %(role)s of %(centre)s. Please have this role ended first.")
            % {"role": row.get_role_display(), "centre": row.centre}
        )
    if person.is_superuser:
        yield erasure_parts.Duty(_("You administer the site. Please hand this over first."))
