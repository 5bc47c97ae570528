"""Roles are given, dated and ended by the manager; nobody helps themselves, and no centre is left without one."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group

from cms.domain import staffing
from lms.accounts.domain import roles
from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, User
from lms.accounts.queries import holders_of
from lms.accounts.rules import has_role
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.models import StateChange
from lms.common.records import statelog
from lms.notifications.models import Notice
from tests.clients import signed_in
from tests.factories import pages, people

pytestmark = pytest.mark.django_db
LONG = timedelta(days=400)
DAY = timedelta(days=1)


@pytest.fixture
def centre() -> Centre:
    return people.centre(name="예시센터")


@pytest.fixture
def manager(centre: Centre) -> User:
    return people.staff(centre, Role.MANAGER)


def today() -> date:
    return clock.today()


def given(centre: Centre, person: User, actor: User, role: Role = Role.EDITOR, **days: Any) -> Membership:
    wanted = {"since": today(), "last_day": None} | days
    return roles.appoint_staff(person=person, centre=centre, role=role, actor=actor, **wanted)


def refused(act: Any) -> str:
    with pytest.raises(DomainError) as caught:
        act()
    return caught.value.code


def fresh(person: User) -> User:
    """Roles are read once a request."""
    return User.objects.get(pk=person.pk)


def told() -> set[tuple[str, str]]:
    return set(Notice.objects.values_list("person__name", "title"))


# ── giving


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.COORDINATOR, Role.AUDITOR])
def test_nobody_but_a_manager_gives_a_role(centre: Centre, role: Role) -> None:
    actor, person = people.staff(centre, role), people.known(centre)
    assert refused(lambda: given(centre, person, actor)) == "not_manager"
    assert refused(lambda: given(centre, person, people.staff(people.centre(), Role.MANAGER))) == "not_manager"
    assert Membership.objects.filter(person=person).count() == 0


def test_nobody_gives_themselves_a_role(centre: Centre, manager: User) -> None:
    assert refused(lambda: given(centre, manager, manager, Role.EDITOR)) == "own_role"
    root = User.objects.create_superuser("root@example.org", "x", name="예시관리자")
    assert refused(lambda: given(centre, root, root, Role.MANAGER)) == "own_role"
    assert Membership.objects.get().person == manager


def test_no_role_begins_before_today_or_ends_before_it_begins(centre: Centre, manager: User) -> None:
    person = people.known(centre)
    assert refused(lambda: given(centre, person, manager, since=today() - DAY)) == "early"
    assert refused(lambda: given(centre, person, manager, since=today() + 2 * DAY, last_day=today() + DAY)) == "days"
    person.is_active = False
    person.save()
    assert refused(lambda: given(centre, person, manager)) == "closed_account"


def test_a_role_is_given_logged_and_told_to_the_person_and_the_other_managers(centre: Centre, manager: User) -> None:
    second, person = people.staff(centre, Role.MANAGER, name="예시둘째"), people.known(centre, name="예시새담당")
    row = given(centre, person, manager, Role.COORDINATOR, last_day=today() + LONG)
    assert (row.since, row.last_day, row.ended_on) == (today(), today() + LONG, None)
    assert has_role(fresh(person), centre, Role.COORDINATOR)
    assert [(change.action, change.actor, change.to_state) for change in statelog.history(row)] == [
        ("give_role", manager, "held")
    ]
    assert told() == {
        ("예시새담당", "예시센터 담당 역할을 맡았습니다: 담당자"),
        (second.name, "예시새담당 님이 담당 역할을 맡았습니다: 담당자"),
    }


def test_given_twice_it_is_one_role_and_other_days_are_refused(centre: Centre, manager: User) -> None:
    person = people.known(centre)
    row = given(centre, person, manager)
    assert given(centre, person, manager) == row
    assert refused(lambda: given(centre, person, manager, last_day=today() + LONG)) == "held_otherwise"
    assert refused(lambda: given(centre, person, manager, since=today() + DAY)) == "held_otherwise"
    assert StateChange.objects.filter(subject="accounts.membership").count() == 1


def test_a_role_that_begins_later_gives_nothing_before_its_day(centre: Centre, manager: User) -> None:
    person = people.known(centre)
    given(centre, person, manager, Role.COORDINATOR, since=today() + DAY)

    def seen() -> tuple[bool, list[User]]:
        return has_role(fresh(person), centre, Role.COORDINATOR), list(holders_of(centre, Role.COORDINATOR))

    assert seen() == (False, [])
    with clock.at(clock.now() + DAY):
        assert seen() == (True, [person])


# ── dating


def test_nobody_but_a_manager_changes_a_last_day_and_never_their_own(centre: Centre, manager: User) -> None:
    people.staff(centre, Role.MANAGER)
    row, own = people.staff_role(centre), Membership.objects.get(person=manager)
    for actor in (people.staff(centre, Role.COORDINATOR), people.staff(centre, Role.AUDITOR), row.person):
        assert refused(lambda who=actor: roles.change_last_day(membership=row, last_day=today(), actor=who)) == (
            "not_manager"
        )
    assert refused(lambda: roles.change_last_day(membership=own, last_day=today() + LONG, actor=manager)) == "own_role"


def test_a_last_day_is_changed_logged_and_told_and_signs_nobody_out(centre: Centre, manager: User) -> None:
    row = people.staff_role(centre, Role.EDITOR, person=people.user(name="예시편집자"))
    client = signed_in(row.person)
    for _twice in range(2):
        roles.change_last_day(membership=row, last_day=today() + DAY, actor=manager)
    row.refresh_from_db()
    assert (row.last_day, row.ended_on) == (today() + DAY, None)
    assert [(change.action, change.data) for change in statelog.history(row)] == [
        ("change_last_day", {"from": "", "to": str(today() + DAY)})
    ]
    assert told() == {("예시편집자", "담당 역할의 마지막 날이 바뀌었습니다: 편집자, 예시센터")}
    assert client.get("/my/profile/").status_code == 200
    assert refused(lambda: roles.change_last_day(membership=row, last_day=today() - DAY, actor=manager)) == "days"


def test_who_has_passed_their_last_day_holds_nothing_and_tick_ends_it_once(centre: Centre, manager: User) -> None:
    row = people.staff_role(centre, Role.COORDINATOR, person=people.user(name="예시지난이"), last_day=today() - DAY)
    client = signed_in(row.person)
    assert not has_role(fresh(row.person), centre, Role.COORDINATOR)
    assert refused(lambda: roles.change_last_day(membership=row, last_day=None, actor=manager)) == "ended"
    assert (roles.end_due(), roles.end_due()) == (1, 0)
    row.refresh_from_db()
    assert row.ended_on == today() - DAY
    assert [(change.action, change.actor) for change in statelog.history(row)] == [("last_day_over", None)]
    assert told() == {
        ("예시지난이", "담당 역할이 끝났습니다: 담당자, 예시센터"),
        (manager.name, "예시지난이 님의 담당 역할이 끝났습니다: 담당자"),
    }
    assert client.get("/my/profile/").status_code == 302
    again = given(centre, people.says_yes(row.person, centre), manager, Role.COORDINATOR)
    assert again != row


def test_on_the_last_day_itself_the_role_holds(centre: Centre) -> None:
    row = people.staff_role(centre, Role.COORDINATOR, last_day=today())
    assert has_role(row.person, centre, Role.COORDINATOR)
    assert roles.end_due() == 0


def test_an_editor_whose_first_day_has_come_is_let_in_by_tick(centre: Centre) -> None:
    page = pages.centre_page()
    row = people.staff_role(page.centre, Role.EDITOR, since=today() + DAY)
    group = Group.objects.get(name=f"{page.centre.slug} {staffing.GROUP_NAMES[Role.EDITOR]}")
    assert (list(group.user_set.all()), staffing.sync_due()) == ([], 0)
    Membership.objects.filter(pk=row.pk).update(since=today())
    assert (staffing.sync_due(), staffing.sync_due()) == (1, 0)
    assert list(group.user_set.all()) == [row.person]


# ── ending


def test_nobody_but_a_manager_ends_a_role_and_nobody_without_a_reason(centre: Centre, manager: User) -> None:
    row = people.staff_role(centre)
    for actor in (people.staff(centre, Role.COORDINATOR), people.staff(people.centre(), Role.MANAGER), row.person):
        with pytest.raises(NotAllowed):
            roles.end_role(membership=row, reason="그만두셨습니다.", actor=actor)
    assert refused(lambda: roles.end_role(membership=row, reason=" ", actor=manager)) == "no_reason"
    row.refresh_from_db()
    assert row.ended_on is None


def test_an_ended_role_signs_out_leaves_the_group_and_is_logged_and_told_once(manager: User) -> None:
    page = pages.centre_page()
    centre, second = page.centre, people.staff(page.centre, Role.MANAGER, name="예시둘째")
    actor = people.staff(centre, Role.MANAGER)
    row = people.staff_role(centre, Role.EDITOR, person=people.user(name="예시편집자"))
    client = signed_in(row.person)
    for _twice in range(2):
        roles.end_role(membership=row, reason="그만두셨습니다.", actor=actor)
    row.refresh_from_db()
    assert row.ended_on == today()
    assert [(change.action, change.reason, change.to_state) for change in statelog.history(row)] == [
        ("end_role", "그만두셨습니다.", "ended")
    ]
    assert client.get("/my/profile/").status_code == 302
    assert row.person.groups.count() == 0
    assert told() == {
        ("예시편집자", f"담당 역할이 끝났습니다: 편집자, {centre.name}"),
        (second.name, "예시편집자 님의 담당 역할이 끝났습니다: 편집자"),
    }
    assert "그만두셨습니다." not in "".join(Notice.objects.values_list("text", flat=True))


def test_the_last_manager_neither_ends_nor_gets_a_last_day(centre: Centre, manager: User) -> None:
    own = Membership.objects.get(person=manager)
    assert refused(lambda: roles.end_role(membership=own, reason="그만둡니다.", actor=manager)) == "last_manager"
    leaving = people.staff_role(centre, Role.MANAGER, last_day=today() + LONG)
    assert refused(lambda: roles.end_role(membership=own, reason="그만둡니다.", actor=manager)) == "last_manager"
    later = people.staff_role(centre, Role.MANAGER, since=today() + LONG)
    assert refused(lambda: roles.end_role(membership=own, reason="그만둡니다.", actor=manager)) == "last_manager"
    assert refused(lambda: roles.change_last_day(membership=own, last_day=today(), actor=leaving.person)) == (
        "last_manager"
    )
    later.since = today()
    later.save()
    roles.end_role(membership=own, reason="그만둡니다.", actor=manager)
    assert set(holders_of(centre, Role.MANAGER)) == {leaving.person, later.person}


def test_a_manager_of_a_closed_account_counts_for_nobody(centre: Centre, manager: User) -> None:
    second = people.staff(centre, Role.MANAGER)
    second.is_active = False
    second.save()
    own = Membership.objects.get(person=manager)
    assert refused(lambda: roles.end_role(membership=own, reason="그만둡니다.", actor=manager)) == "last_manager"


def test_the_first_manager_of_a_centre_has_no_last_day() -> None:
    centre = people.centre()
    root, person = User.objects.create_superuser("root@example.org", "x", name="예시관리자"), people.known(centre)
    assert refused(lambda: given(centre, person, root, Role.MANAGER, last_day=today() + LONG)) == "last_manager"
    assert given(centre, person, root, Role.MANAGER).role == Role.MANAGER
