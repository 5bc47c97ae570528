"""Giving a staff role, dating it and ending it. Editors' groups and signing out follow from it by themselves.

Nobody gives themselves a role or a longer one, and every centre keeps a manager without a last day: not by anybody's slip
and not by the clock. Each step locks the person, the centre, and then the role.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lms.accounts.domain.guards import check_account_open, not_manager
from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, User
from lms.accounts.rules import may_give_roles
from lms.accounts.signals import role_changed
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.one_by_one import one_by_one
from lms.common.records import statelog, transitions
from lms.common.records.reasons import check_reason
from lms.common.records.seen import Seen, only_changed


def give_role(
    *,
    person: User,
    centre: Centre,
    role: str,
    since: date | None = None,
    last_day: date | None = None,
    actor: User | None,
) -> Membership:
    """In one transaction with whatever makes it due; from today unless `since` says otherwise. Who has the role already
    keeps it as it is. Nobody (None) gives the first one, from the server's shell. Refused as own_role, closed_account,
    early, days or last_manager."""
    if actor and person.pk == actor.pk:
        raise NotAllowed(_("Nobody can give a staff role to themselves. Please ask another manager."), code="own_role")
    check_account_open(person)
    since = since or clock.today()
    _check_days(since, last_day)
    with transaction.atomic():
        _lock_person(person.pk)  # two at once: the second finds the role of the first
        transitions.lock(centre)
        held = _settled(Membership.objects.open().filter(person=person, centre=centre, role=role).first())
        if held:
            return held
        if role == Role.MANAGER and last_day:
            check_manager_left(centre, person, since)
        given = Membership.objects.create(person=person, centre=centre, role=role, since=since, last_day=last_day)
        _record(given, "give_role", actor, data={"role": role, "since": str(since), "last_day": _text(last_day)})
        return given


def appoint_staff(
    *, person: User, centre: Centre, role: str, since: date, last_day: date | None, actor: User
) -> Membership:
    """By the manager, to somebody who has an account. The same again is a success; other days are not."""
    _check_manager(actor, centre)
    with transaction.atomic():
        given = give_role(person=person, centre=centre, role=role, since=since, last_day=last_day, actor=actor)
        _check_manager(User.objects.get(pk=actor.pk), centre)  # under the centre's lock: somebody may end theirs
        if given.last_day != last_day or (given.since != since and max(given.since, since) > clock.today()):
            message = _("This person has this role already, with other days. Please change its last day instead.")
            raise DomainError(message, code="held_otherwise", fields={"role": message})
        return given


def change_last_day(
    *, membership: Membership, last_day: date | None, actor: User, seen: Seen | None = None
) -> Membership:
    """None is until further notice. Nobody's sessions end: until the day nothing changes. `seen` is what the form showed."""
    _check_manager(actor, membership.centre)
    if membership.person_id == actor.pk:
        message = _("You can't change the last day of your own role. Please ask another manager.")
        raise NotAllowed(message, code="own_role")
    with transaction.atomic():
        row = _locked(membership, actor)
        _check_open(row)
        if not only_changed(row, {"last_day": last_day}, seen) or row.last_day == last_day:
            return row
        _check_last_day(row.since, last_day)
        if row.role == Role.MANAGER and last_day:
            check_manager_left(row.centre, row.person)
        before, row.last_day = row.last_day, last_day
        row.save(update_fields=["last_day"])
        _record(row, "change_last_day", actor, data={"from": _text(before), "to": _text(last_day)})
        return row


def end_role(*, membership: Membership, reason: str, actor: User) -> Membership:
    """Now. The person is signed out everywhere in the same transaction. Two presses end it once."""
    _check_manager(actor, membership.centre)
    reason = check_reason(reason)
    with transaction.atomic():
        row = _locked(membership, actor)
        if row.ended_on:
            return row
        if row.role == Role.MANAGER:
            check_manager_left(row.centre, row.person)
        _end(row, clock.today())
        _record(row, "end_role", actor, reason=reason)
        return row


def end_due() -> int:
    """Roles whose last day is over: nobody holds them since, and now their row says so; returns how many."""
    over = Membership.objects.open().filter(last_day__lt=clock.today()).order_by("pk")
    return one_by_one(_end_over, list(over.values_list("pk", flat=True)))


def _end_over(pk: int) -> bool:
    with transaction.atomic():
        row = _locked(Membership.objects.get(pk=pk))
        return _settled(row) is None


def _settled(row: Membership | None) -> Membership | None:
    """The role, unless its last day is over; then it is ended, where nothing has done that yet."""
    if row and row.last_day and row.last_day < clock.today() and not row.ended_on:
        _end(row, row.last_day)
        _record(row, "last_day_over", None)
        return None
    return row


def _end(row: Membership, day: date) -> None:
    row.ended_on = day
    row.save(update_fields=["ended_on"])


def _lock_person(pk: int) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=pk)


def _locked(membership: Membership, actor: User | None = None) -> Membership:
    """Two managers who end each other queue at the centre, and the second is none any more."""
    _lock_person(membership.person_id)
    row = transitions.lock(membership)
    if actor:
        _check_manager(User.objects.get(pk=actor.pk), row.centre)
    return row


def _record(
    row: Membership, action: str, actor: User | None, *, reason: str = "", data: Mapping[str, Any] | None = None
) -> None:
    change = statelog.record(
        row,
        action=action,
        from_state="" if action == "give_role" else "held",
        to_state="ended" if row.ended_on else "held",
        actor=actor,
        reason=reason,
        data=data,
    )
    role_changed.send(Membership, membership=row, change=change)


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


# ── guards


def _check_manager(actor: User, centre: Centre) -> None:
    if not may_give_roles(actor, centre):
        raise not_manager()


def _check_open(row: Membership) -> None:
    if row.ended_on or (row.last_day and row.last_day < clock.today()):
        raise DomainError(_("This role has ended already. Please give it anew."), code="ended")


def _check_days(since: date, last_day: date | None) -> None:
    if since < clock.today():
        message = _("A role can begin today or later.")
        raise DomainError(message, code="early", fields={"since": message})
    _check_last_day(since, last_day)


def _check_last_day(since: date, last_day: date | None) -> None:
    if last_day and last_day < max(since, clock.today()):
        message = _("The last day can't be before the first, nor before today.")
        raise DomainError(message, code="days", fields={"last_day": message})


def check_manager_left(centre: Centre, person: User, day: date | None = None) -> None:
    """Whoever goes, on a day or today, somebody stays who may give roles, and whom no planned day takes away either. With the
    centre locked."""
    others = Membership.objects.held(day).filter(Q(last_day__isnull=True), centre=centre, role=Role.MANAGER)
    if not others.filter(person__is_active=True).exclude(person=person).exists():
        raise DomainError(
            _("The centre would be left without a manager. Please appoint another one without a last day first."),
            code="last_manager",
        )
