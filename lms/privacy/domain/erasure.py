"""Leaving: what says who somebody was goes, what was done stays as figures."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from lms.privacy.queries.duties import duties_of
from lms.privacy.registries import ERASURE


def erase_account(*, person: User, actor: User) -> User:
    """By the person themselves. A second call changes nothing. One transaction: a failure leaves all as it was."""
    if actor.pk != person.pk:
        raise NotAllowed(_("Only you yourself can close your account."), code="not_own")
    return _erase(person, actor=actor)


def erase_unproved(person: User) -> User:
    """By the clock, where nobody ever proved the address: whoever joined with it may not even know."""
    return _erase(person, actor=None)


@transaction.atomic
def _erase(person: User, *, actor: User | None) -> User:
    # Whatever begins a duty (an application, an appointment) looks at `is_active` and finds it false after this.
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.erased_at:
        return person
    duties = duties_of(person)
    if duties:
        raise DomainError(" ".join(duty.text for duty in duties), code="duties")
    statelog.record(person, action="erase", from_state="member", to_state="erased", actor=actor)
    for erasure in ERASURE.values():
        erasure.erase(person)
    _close(person)
    return person


def former_member() -> str:
    """In the language of the site, whoever leaves and however they read it."""
    with translation.override("ko"):
        return _("Former member")


def _close(person: User) -> None:
    person.groups.clear()
    person.user_permissions.clear()
    person.name = former_member()
    person.email = f"erased-{person.pk}@erased.invalid"
    person.phone, person.address, person.dong = "", "", None
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = None
    person.set_unusable_password()
    person.erased_at = clock.now()
    person.save()
