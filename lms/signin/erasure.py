"""What somebody signs in with, and where they are signed in."""

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

from lms.accounts.models import User
from lms.privacy.registries import Erasure


def _erase(person: User) -> None:
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    UserSession.objects.filter(user=person).delete()
    transaction.on_commit(lambda: _end_sessions(person))


def _end_sessions(person: User) -> None:
    """An inactive person is signed in nowhere any more; their sessions' rows go, too."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in [key for key, owner in _owners() if owner == str(person.pk)]:
        store(key).delete()


def _owners() -> Iterator[tuple[str, str]]:
    for session in Session.objects.iterator():
        yield session.session_key, str(session.get_decoded().get(SESSION_KEY, ""))


SIGN_IN = Erasure(erase=_erase)
