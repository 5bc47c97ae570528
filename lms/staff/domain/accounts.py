"""Accounts that others close and open, and the right to everything: by whoever runs the site, on record, told to those whom it
concerns. A centre keeps a manager, and the site somebody who runs it."""

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.domain.roles import check_manager_left
from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, User
from lms.accounts.rules import is_self, may_see_everything
from lms.common.errors import DomainError, NotAllowed
from lms.common.models import StateChange
from lms.common.records import statelog
from lms.staff.domain.notices import tell_of_account, tell_of_superuser


@transaction.atomic
def close_account(*, person: User, actor: User) -> User:
    """Signs the person out everywhere. Their roles stay, and count again once it is open. Twice is once."""
    _check_others(actor, person)
    person = _locked(person)
    _check_others(User.objects.get(pk=actor.pk), person)  # somebody may have closed theirs meanwhile
    if not person.is_active:
        return person
    for centre in _managed(person):
        check_manager_left(centre, person)
    _check_superuser_left(person)
    person.is_active = False
    person.save()
    _record(person, "close_account", actor)
    return person


@transaction.atomic
def open_account(*, person: User, actor: User) -> User:
    """Not one whose person has left for good."""
    _check_others(actor, person)
    person = _locked(person)
    _check_others(User.objects.get(pk=actor.pk), person)  # somebody may have closed theirs meanwhile
    if person.is_active:
        return person
    if person.erased_at:
        raise DomainError(_("This person has left for good. Please ask them to join anew."), code="erased")
    person.is_active = True
    person.save()
    _record(person, "open_account", actor)
    return person


@transaction.atomic
def make_superuser(*, person: User) -> User:
    """From the server's shell: nobody on the site can give this to anybody."""
    person = _locked(person)
    if not person.is_active:
        raise DomainError(_("This account is closed. Please ask the person to open it again."), code="closed_account")
    if not person.is_superuser:
        person.is_superuser = person.is_staff = True
        person.save()
        tell_of_superuser(person, statelog.record(person, action="make_superuser", actor=None, is_locked=True))
    return person


@transaction.atomic
def end_superuser(*, person: User) -> User:
    """From the server's shell."""
    person = _locked(person)
    if person.is_superuser:
        _check_superuser_left(person)
        person.is_superuser = person.is_staff = False
        person.save()
        tell_of_superuser(person, statelog.record(person, action="end_superuser", actor=None, is_locked=True))
    return person


def _locked(person: User) -> User:
    """With all who run the site, in the order of their ids: two who close each other queue, and one of them stays."""
    rows = User.objects.select_for_update(no_key=True).order_by("pk")
    found = {row.pk: row for row in rows.filter(is_superuser=True) | rows.filter(pk=person.pk)}
    return found[person.pk]


def _managed(person: User) -> list[Centre]:
    """Where the person is manager now, locked as for every step on roles."""
    held = Membership.objects.held().filter(person=person, role=Role.MANAGER)
    rows = Centre.objects.select_for_update(no_key=True).order_by("pk")
    return list(rows.filter(pk__in=held.values("centre")))


def _record(person: User, action: str, actor: User) -> StateChange:
    change = statelog.record(person, action=action, actor=actor, is_locked=True)
    tell_of_account(person, change)
    return change


# ── guards


def _check_others(actor: User, person: User) -> None:
    if not may_see_everything(actor):
        raise NotAllowed(_("Only who runs the site can do this."), code="not_superuser")
    if is_self(actor, person.pk):
        raise NotAllowed(_("Nobody closes or opens their own account here."), code="own_account")


def _check_superuser_left(person: User) -> None:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if person.is_superuser and not others.exists():
        raise DomainError(_("The site would be left without anybody who runs it."), code="last_superuser")
