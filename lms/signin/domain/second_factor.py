"""Taking a second factor away that its owner can't show any more. Whoever may ask for it is asked above."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from lms.accounts.models import User
from lms.common.models import StateChange
from lms.common.records import statelog


def remove_second_factor(*, person: User, actor: User | None) -> StateChange | None:
    """With its spare codes; ends all sessions. `actor` None is the command on the server. Where there is none, nothing
    happens."""
    with transaction.atomic():
        # Two at once: the second deletes nothing, and so ends no session that began since.
        if not Authenticator.objects.filter(user=person).delete()[0]:
            return None
        User.objects.end_sessions(person.pk)
        UserSession.objects.filter(user=person).delete()
        return statelog.record(person, action="remove_second_factor", actor=actor)
