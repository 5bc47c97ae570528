"""Where a person is signed in, and how they sign out elsewhere. Rights that end take the sessions along by themselves."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest

from lms.accounts.models import User


def end_session(*, session: UserSession) -> None:
    session.end()


def end_other_sessions(*, actor: User, request: HttpRequest) -> None:
    """The stamp ends them all, those that the list doesn't know among them; this one is told the new stamp."""
    with transaction.atomic():
        User.objects.end_sessions(actor.pk)
        actor.refresh_from_db(fields=["sessions_ended"])
        update_session_auth_hash(request, actor)
        UserSession.objects.filter(user=actor).delete()
        UserSession.objects.create_from_request(request)
