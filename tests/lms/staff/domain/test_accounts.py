"""Closing accounts, and the right to everything: who may not, what may not be left empty, who is told."""

import io

import pytest
from django.core.management import CommandError, call_command

from lms.accounts.enums import Role
from lms.accounts.models import Membership, User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog
from lms.notifications.models import Notice
from lms.staff.domain.accounts import close_account, end_superuser, make_superuser, open_account
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> User:
    return people.user(is_superuser=True, is_staff=True)


def code_of(person: User, actor: User) -> str:
    with pytest.raises(DomainError) as refused:
        close_account(person=person, actor=actor)
    assert User.objects.get(pk=person.pk).is_active
    return refused.value.code


def test_nobody_but_who_runs_the_site_closes_an_account_and_nobody_their_own(root: User) -> None:
    person, manager = people.user(), people.staff(people.centre(), Role.MANAGER)
    assert code_of(person, manager) == "not_superuser"
    assert code_of(root, root) == "own_account"
    assert not statelog.history(person).exists()


def test_neither_the_last_manager_nor_who_runs_the_site_alone_is_closed(root: User) -> None:
    manager = people.staff(people.centre(), Role.MANAGER)
    assert code_of(manager, root) == "last_manager"
    with pytest.raises(DomainError) as refused:
        end_superuser(person=root)
    assert refused.value.code == "last_superuser"
    assert User.objects.get(pk=root.pk).is_superuser


def test_it_is_closed_and_opened_once_on_record_and_told(root: User) -> None:
    centre = people.centre()
    person, manager = people.staff(centre, Role.EDITOR), people.staff(centre, Role.MANAGER)
    before = person.get_session_auth_hash()
    for _press in range(2):
        close_account(person=person, actor=root)
    closed = User.objects.get(pk=person.pk)
    assert (closed.is_active, closed.get_session_auth_hash() != before) == (False, True)
    for _press in range(2):
        open_account(person=closed, actor=root)
    rows = statelog.history(person).order_by("number")
    assert [(row.action, row.actor) for row in rows] == [("close_account", root), ("open_account", root)]
    told = Notice.objects.order_by("pk").values_list("kind", "person")
    assert list(told) == [
        ("accounts.user.close_account", manager.pk),
        ("accounts.user.open_account", manager.pk),
        ("accounts.user.open_account", person.pk),
    ]


def test_who_has_left_for_good_is_not_opened(root: User) -> None:
    person = people.user(is_active=False, erased_at=clock.now())
    with pytest.raises(DomainError) as refused:
        open_account(person=person, actor=root)
    assert (refused.value.code, User.objects.get(pk=person.pk).is_active) == ("erased", False)


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_who_runs_the_site_is_said_on_the_server_and_told(root: User) -> None:
    person = people.user(email="new@example.org")
    with pytest.raises(CommandError, match="Nobody signs in"):
        run("superuser", "nobody@example.org")
    for _time in range(2):
        run("superuser", "New@example.org")
    assert User.objects.get(pk=person.pk).is_superuser
    assert [row.action for row in statelog.history(person)] == ["make_superuser"]
    assert set(Notice.objects.values_list("person", flat=True)) == {person.pk, root.pk}
    run("superuser", "new@example.org", "--end")
    assert not User.objects.get(pk=person.pk).is_superuser
    with pytest.raises(DomainError):
        make_superuser(person=people.user(is_active=False))


def test_a_centre_without_a_manager_gets_one_from_the_server() -> None:
    centre, person = people.centre(slug="seogu"), people.user(email="new@example.org")
    for arguments in (("nobody@example.org", "seogu", "manager"), ("new@example.org", "nowhere", "manager")):
        with pytest.raises(CommandError):
            run("give_role", *arguments)
    assert not Membership.objects.exists()
    run("give_role", "new@example.org", "seogu", "manager")
    held = Membership.objects.get(centre=centre, person=person)
    assert [(row.action, row.actor) for row in statelog.history(held)] == [("give_role", None)]
    assert Notice.objects.get().person == person
