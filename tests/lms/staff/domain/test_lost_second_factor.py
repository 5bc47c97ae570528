"""A lost second factor is taken away by two of the centre's staff, and by nobody alone."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog
from lms.notifications.models import Notice
from lms.staff.domain import second_factor as domain
from lms.staff.enums import ResetState
from lms.staff.models import SecondFactorReset
from tests.clients import signed_in
from tests.factories import people

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture
def centre() -> Centre:
    return people.centre(name="예시센터")


@pytest.fixture
def manager(centre: Centre) -> User:
    return people.staff(centre, Role.MANAGER, name="예시센터장")


@pytest.fixture
def coordinator(centre: Centre) -> User:
    return people.staff(centre, Role.COORDINATOR, name="예시동료")


@pytest.fixture
def person(centre: Centre) -> User:
    return with_factor(people.staff(centre, Role.EDITOR, name="예시분실"))


def with_factor(person: User) -> User:
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=person, type=kind, data={})
    return person


def factors(person: User) -> int:
    return Authenticator.objects.filter(user=person).count()


def refused(act: Any) -> str:
    with pytest.raises(DomainError) as caught:
        act()
    return caught.value.code


def started(person: User, centre: Centre, actor: User) -> SecondFactorReset:
    return domain.start_reset(person=person, centre=centre, actor=actor)


def told(action: str) -> set[str]:
    rows = Notice.objects.filter(kind=f"staff.secondfactorreset.{action}")
    return set(rows.values_list("person__name", flat=True))


def done(reset: SecondFactorReset) -> list[str]:
    return list(statelog.history(reset).order_by("number").values_list("action", flat=True))


# ── who may not


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.AUDITOR])
@pytest.mark.usefixtures("manager", "coordinator")
def test_who_neither_coordinates_nor_manages_confirms_nothing(centre: Centre, person: User, role: Role) -> None:
    assert refused(lambda: started(person, centre, people.staff(centre, role))) == "not_staff"
    assert refused(lambda: started(person, centre, people.staff(people.centre(), Role.MANAGER))) == "not_staff"
    assert (factors(person), SecondFactorReset.objects.count()) == (2, 0)


def test_nobody_confirms_their_own_loss(centre: Centre, manager: User, coordinator: User) -> None:
    people.staff(centre, Role.MANAGER)
    with_factor(manager)
    assert refused(lambda: started(manager, centre, manager)) == "not_staff"
    reset = started(manager, centre, coordinator)
    assert refused(lambda: domain.confirm_reset(reset=reset, actor=manager)) == "not_staff"


def test_one_person_is_not_both(centre: Centre, manager: User, coordinator: User, person: User) -> None:
    reset = started(person, centre, manager)
    assert refused(lambda: domain.confirm_reset(reset=reset, actor=manager)) == "two_people"
    assert (factors(person), done(reset)) == (2, ["start"])


@pytest.mark.usefixtures("manager")
def test_two_coordinators_are_not_enough(centre: Centre, coordinator: User, person: User) -> None:
    reset = started(person, centre, coordinator)
    other = people.staff(centre, Role.COORDINATOR)
    assert refused(lambda: domain.confirm_reset(reset=reset, actor=other)) == "needs_manager"


def test_who_began_and_holds_the_role_no_more_counts_for_nobody(
    centre: Centre, manager: User, coordinator: User, person: User
) -> None:
    reset = started(person, centre, coordinator)
    Membership.objects.filter(person=coordinator).update(ended_on=clock.today())
    assert refused(lambda: domain.confirm_reset(reset=reset, actor=manager)) == "not_staff"


def test_for_whom_it_is_refused(centre: Centre, manager: User, coordinator: User, person: User) -> None:
    assert refused(lambda: started(with_factor(people.user()), centre, manager)) == "no_role"
    assert refused(lambda: started(people.staff(centre), centre, manager)) == "no_factor"
    person.is_superuser = True
    person.save()
    assert refused(lambda: started(person, centre, manager)) == "superuser"


def test_where_there_are_no_two_others_whoever_runs_the_site_is_called(
    centre: Centre, manager: User, person: User
) -> None:
    assert refused(lambda: started(person, centre, manager)) == "too_few"
    assert refused(lambda: domain.ask_for_reset(person=person)) == "too_few"


def test_what_was_only_asked_for_is_not_confirmed(centre: Centre, manager: User, person: User) -> None:
    people.staff(centre, Role.COORDINATOR)
    reset = domain.ask_for_reset(person=person)
    assert refused(lambda: domain.confirm_reset(reset=reset, actor=manager)) == "state"
    assert factors(person) == 2


# ── what it does


def test_two_take_it_away_with_its_spare_codes_and_all_are_told(
    centre: Centre, manager: User, coordinator: User, person: User
) -> None:
    second = people.staff(centre, Role.MANAGER, name="예시둘째")
    elsewhere = people.staff_role(people.centre(), Role.EDITOR, person=person)
    people.staff(elsewhere.centre, Role.MANAGER, name="예시이웃센터장")
    client = signed_in(person)
    reset = started(person, centre, coordinator)
    assert (told("start"), factors(person)) == ({"예시분실", "예시센터장", "예시동료", "예시둘째"}, 2)
    for _twice in range(2):
        reset = domain.confirm_reset(reset=reset, actor=manager)
    assert (reset.state, reset.started_by, reset.confirmed_by) == (ResetState.DONE, coordinator, manager)
    assert (factors(person), done(reset)) == (0, ["start", "confirm"])
    assert client.get("/my/profile/").status_code == 302
    assert told("confirm") == {"예시분실", "예시센터장", "예시동료", "예시둘째", "예시이웃센터장"}
    assert list(statelog.history(person).values_list("action", "actor")) == [("remove_second_factor", manager.pk)]
    assert refused(lambda: domain.confirm_reset(reset=started_again(person, centre, second), actor=manager)) == "state"


def started_again(person: User, centre: Centre, actor: User) -> SecondFactorReset:
    """With the new one that the person set up."""
    with_factor(person)
    reset = started(person, centre, actor)
    domain.call_off_reset(reset=reset, actor=person)
    return reset


@pytest.mark.usefixtures("coordinator")
def test_the_person_asks_once_and_others_are_told(centre: Centre, manager: User, person: User) -> None:
    reset = domain.ask_for_reset(person=person)
    assert domain.ask_for_reset(person=person) == reset
    assert (reset.state, reset.started_by, told("ask")) == (ResetState.ASKED, None, {"예시센터장", "예시동료"})
    assert started(person, centre, manager) == reset
    assert started(person, centre, manager).started_by == manager
    assert done(reset) == ["ask", "start"]


@pytest.mark.usefixtures("manager")
def test_after_a_day_it_is_over_and_begins_anew(centre: Centre, manager: User, coordinator: User, person: User) -> None:
    reset = started(person, centre, coordinator)
    with clock.at(clock.now() + A_DAY):
        assert refused(lambda: domain.confirm_reset(reset=reset, actor=manager)) == "over"
        assert (domain.expire_due(), domain.expire_due()) == (1, 0)
        assert (done(reset), told("expire")) == (["start", "expire"], {"예시분실", "예시동료"})
        again = started(person, centre, manager)
    assert (again != reset, factors(person)) == (True, 2)


@pytest.mark.usefixtures("coordinator")
def test_one_that_is_over_makes_room_before_tick_has_come(centre: Centre, manager: User, person: User) -> None:
    reset = started(person, centre, manager)
    with clock.at(clock.now() + A_DAY):
        assert started(person, centre, manager) != reset
    assert done(reset) == ["start", "expire"]


def test_it_is_called_off_by_the_person_or_a_colleague(
    centre: Centre, manager: User, coordinator: User, person: User
) -> None:
    reset = started(person, centre, manager)
    assert refused(lambda: domain.call_off_reset(reset=reset, actor=people.staff(centre, Role.AUDITOR))) == "not_staff"
    for _twice in range(2):
        domain.call_off_reset(reset=reset, actor=person)
    assert (done(reset), told("call_off")) == (["start", "call_off"], {"예시분실", "예시센터장"})
    assert refused(lambda: domain.confirm_reset(reset=reset, actor=coordinator)) == "state"


# ── on the server


@pytest.mark.usefixtures("manager")
def test_the_command_takes_it_away_for_a_centre_of_one(person: User) -> None:
    client = signed_in(person)
    call_command("remove_second_factor", person.email.upper())
    assert (factors(person), client.get("/my/profile/").status_code) == (0, 302)
    assert list(statelog.history(person).values_list("action", "actor")) == [("remove_second_factor", None)]
    assert set(Notice.objects.values_list("person__name", "title")) == {
        ("예시센터장", "예시분실 님의 두 번째 확인을 없앴습니다"),
        ("예시분실", "두 번째 확인을 없앴습니다. 로그인할 때 새로 정해 주세요"),
    }
    with pytest.raises(CommandError, match="no second factor"):
        call_command("remove_second_factor", person.email)
    with pytest.raises(CommandError, match="Nobody signs in"):
        call_command("remove_second_factor", "nobody@example.org")
