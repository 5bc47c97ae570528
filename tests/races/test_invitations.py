"""The button of an invitation pressed twice at the same moment: one account, and the second press is told so."""

import pytest

from lms.accounts.enums import Role
from lms.accounts.models import Membership, User
from lms.invitations import domain
from lms.invitations.models import Invitation
from tests.factories import people
from tests.races.together import at_once, meet_after

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PASSWORD = "마을에서-배워요-2026"


@pytest.fixture
def invitation() -> Invitation:
    centre = people.centre()
    manager = people.staff(centre, Role.MANAGER)
    return domain.invite_person(
        centre=centre, name="예시새사람", email="new@example.org", role=Role.AUDITOR, actor=manager
    )


def press_twice(invitation: Invitation, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    def press(row: Invitation) -> User:
        return domain.accept_as_new(
            invitation=row, name="예시새사람", phone="01012345678", password=PASSWORD, optional=[]
        )

    meet_after(monkeypatch, domain, "has_account")
    return at_once(press, [invitation, invitation])


def test_the_second_press_finds_it_accepted(invitation: Invitation, monkeypatch: pytest.MonkeyPatch) -> None:
    assert press_twice(invitation, monkeypatch) == ["accepted", "done"]
    assert User.objects.filter(email="new@example.org").count() == 1
    assert Membership.objects.filter(role=Role.AUDITOR).count() == 1


def test_control_without_the_lock_it_finds_an_account_that_may_be_anybodys(
    invitation: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Invitation.objects, "select_for_update", Invitation.objects.all)
    assert press_twice(invitation, monkeypatch) == ["done", "has_account"]
