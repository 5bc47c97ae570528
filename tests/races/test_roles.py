"""Two managers who end each other at one moment: one of them stays."""

import pytest

from lms.accounts.domain import roles
from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, User
from lms.accounts.queries import holders_of
from tests.factories import people
from tests.races.together import at_once, meet_after, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def managers_after_both(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], int]:
    centre = people.centre()
    one, other = (people.staff_role(centre, Role.MANAGER) for _two in range(2))
    meet_after(monkeypatch, roles, "_check_other_manager")

    def end(row: Membership) -> None:
        actor = other.person if row == one else one.person
        roles.end_role(membership=row, reason="그만두셨습니다.", actor=actor)

    return at_once(end, [one, other]), holders_of(centre, Role.MANAGER).count()


def test_of_two_managers_who_end_each_other_one_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    assert managers_after_both(monkeypatch) == (["done", "not_manager"], 1)


def test_control_without_the_lock_none_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, Centre, User)
    assert managers_after_both(monkeypatch) == (["done", "done"], 0)
