"""Two managers who end each other at one moment: one of them stays. A lost second factor is taken away once."""

import pytest
from allauth.mfa.models import Authenticator

from lms.accounts.domain import roles
from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, User
from lms.accounts.queries import holders_of
from lms.notifications.models import Notice
from lms.staff.domain import accounts, second_factor
from lms.staff.models import SecondFactorReset
from tests.factories import people
from tests.races.together import at_once, meet_after, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def managers_after_both(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], int]:
    centre = people.centre()
    one, other = (people.staff_role(centre, Role.MANAGER) for _two in range(2))
    meet_after(monkeypatch, roles, "check_manager_left")

    def end(row: Membership) -> None:
        actor = other.person if row == one else one.person
        roles.end_role(membership=row, reason="그만두셨습니다.", actor=actor)

    return at_once(end, [one, other]), holders_of(centre, Role.MANAGER).count()


def test_of_two_managers_who_end_each_other_one_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    assert managers_after_both(monkeypatch) == (["done", "not_manager"], 1)


def test_control_without_the_lock_none_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, Centre, User)
    assert managers_after_both(monkeypatch) == (["done", "done"], 0)


# ── accounts that are closed


def managers_after_one_is_closed(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], int]:
    """One manager's account is closed at the moment at which the other's role ends."""
    centre, root = people.centre(), people.user(is_superuser=True)
    one, other = (people.staff_role(centre, Role.MANAGER) for _two in range(2))
    meet_after(monkeypatch, roles, "check_manager_left")
    monkeypatch.setattr(accounts, "check_manager_left", roles.check_manager_left)

    def leave(row: Membership) -> None:
        if row == one:
            accounts.close_account(person=one.person, actor=root)
        else:
            roles.end_role(membership=other, reason="그만두셨습니다.", actor=root)

    return at_once(leave, [one, other]), holders_of(centre, Role.MANAGER).count()


def test_of_two_managers_who_leave_in_two_ways_one_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    assert managers_after_one_is_closed(monkeypatch) == (["done", "last_manager"], 1)


def test_control_without_the_centres_lock_none_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, Centre)
    assert managers_after_one_is_closed(monkeypatch) == (["done", "done"], 0)


def superusers_after_both(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], int]:
    one, other = (people.user(is_superuser=True) for _two in range(2))
    meet_after(monkeypatch, accounts, "_check_superuser_left")

    def close(person: User) -> None:
        accounts.close_account(person=person, actor=other if person == one else one)

    return at_once(close, [one, other]), User.objects.filter(is_superuser=True, is_active=True).count()


def test_of_two_superusers_who_close_each_other_one_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    assert superusers_after_both(monkeypatch) == (["done", "not_superuser"], 1)


def test_control_without_their_lock_nobody_runs_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, User)
    assert superusers_after_both(monkeypatch) == (["done", "done"], 0)


# ── a lost second factor


def confirmed_by_both(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], int]:
    """Two managers confirm at one moment what a coordinator began; how often it stands in the log."""
    centre = people.centre()
    person = people.staff(centre, Role.EDITOR)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    managers = [people.staff(centre, Role.MANAGER) for _two in range(2)]
    reset = second_factor.start_reset(person=person, centre=centre, actor=people.staff(centre, Role.COORDINATOR))
    meet_after(monkeypatch, second_factor, "_check_two")

    def confirm(actor: User) -> None:
        second_factor.confirm_reset(reset=SecondFactorReset.objects.get(pk=reset.pk), actor=actor)

    ended = at_once(confirm, managers)
    return ended, Notice.objects.filter(kind="staff.secondfactorreset.confirm", person=person).count()


def test_two_confirmations_at_once_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert confirmed_by_both(monkeypatch) == (["done", "done"], 1)


def test_control_without_the_lock_it_is_confirmed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, User, SecondFactorReset)
    assert confirmed_by_both(monkeypatch) != (["done", "done"], 1)
