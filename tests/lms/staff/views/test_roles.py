"""The office's pages of its staff."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lms.accounts.domain import roles
from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, User
from lms.common import clock
from lms.common.models import AccessLog
from lms.invitations import domain as invitations
from tests.clients import signed_in
from tests.factories import courses, people

pytestmark = pytest.mark.django_db
STAFF = reverse("office_staff")
NEW = reverse("office_role_new")


@pytest.fixture
def centre() -> Centre:
    return people.centre(name="예시센터")


@pytest.fixture
def manager(centre: Centre) -> User:
    return people.staff(centre, Role.MANAGER)


@pytest.fixture
def office(manager: User) -> Client:
    return signed_in(manager)


def new(person: User) -> str:
    return f"{NEW}?person={person.pk}"


def text_of(response: Any) -> str:
    found: str = response.content.decode()
    return found


def test_each_stands_under_the_real_name_of_their_role(centre: Centre, office: Client) -> None:
    for role in Role:
        people.staff(centre, role)
    page = text_of(office.get(STAFF))
    for word in ("편집자", "검토자", "담당자", "센터장", "감사"):
        assert f">{word}" in page, word


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR])
def test_others_of_the_office_read_and_are_offered_nothing(centre: Centre, manager: User, role: Role) -> None:
    reader, row = signed_in(people.staff(centre, role)), Membership.objects.get(person=manager)
    assert NEW not in text_of(reader.get(STAFF))
    page = text_of(reader.get(reverse("office_role", args=[row.pk])))
    assert ("<form" in page.partition("<main")[2], reverse("office_role_end", args=[row.pk]) in page) == (False, False)


def test_a_person_is_found_and_given_a_role_from_today(centre: Centre, office: Client) -> None:
    person = people.known(centre, name="예시새담당")
    elsewhere = people.known(people.centre(), name="예시새이웃")
    found = text_of(office.get(NEW, {"q": "예시새"}))
    assert (person.email in found, elsewhere.email in found) == (True, False)
    assert [log.people for log in AccessLog.objects.all()] == [[person.pk]]
    form = office.get(new(person)).context["form"]
    assert form["since"].value() == clock.today()
    response = office.post(new(person), {"role": "auditor", "since": clock.today().isoformat(), "last_day": ""})
    assert (response.status_code, response["Location"]) == (302, STAFF)
    row = Membership.objects.get(person=person)
    assert (row.role, row.since, row.last_day) == ("auditor", clock.today(), None)


def test_somebody_of_another_centre_is_not_there(office: Client) -> None:
    assert office.get(new(people.known(people.centre()))).status_code == 404


def test_what_is_wrong_is_said_at_its_place_and_what_was_typed_stays(centre: Centre, office: Client) -> None:
    person, yesterday = people.known(centre), clock.today() - timedelta(days=1)
    response = office.post(new(person), {"role": "editor", "since": yesterday.isoformat(), "last_day": ""})
    assert response.status_code == 422
    assert response.context["form"].errors == {"since": ["역할은 오늘이나 그 뒤에 시작할 수 있습니다."]}
    assert (response.context["form"]["role"].value(), Membership.objects.filter(person=person).count()) == ("editor", 0)


def test_a_manager_gives_themselves_nothing(manager: User, office: Client) -> None:
    response = office.post(new(manager), {"role": "editor", "since": clock.today().isoformat(), "last_day": ""})
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == [
        "자기 자신에게는 담당 역할을 줄 수 없습니다. 다른 센터장에게 부탁해 주세요."
    ]


def test_the_last_day_is_changed_on_the_page_of_the_role(centre: Centre, office: Client) -> None:
    row = people.staff_role(centre, Role.REVIEWER)
    address, day = reverse("office_role", args=[row.pk]), clock.today() + timedelta(days=30)
    assert office.post(address, {"last_day": "2020-01-01"}).status_code == 422
    assert office.post(address, {"last_day": day.isoformat()})["Location"] == address
    row.refresh_from_db()
    assert row.last_day == day
    assert "마지막 날 변경" in text_of(office.get(address))


def test_a_last_day_that_a_colleague_changed_meanwhile_is_asked_about(centre: Centre, office: Client) -> None:
    row = people.staff_role(centre, Role.REVIEWER)
    address, day = reverse("office_role", args=[row.pk]), clock.today() + timedelta(days=30)
    seen = office.get(address).context["form"]["seen"].value()
    assert office.post(address, {"last_day": day.isoformat(), "seen": seen}).status_code == 302
    sent = {"last_day": (day + timedelta(days=1)).isoformat(), "seen": seen}
    asked = office.post(address, sent)
    assert (asked.status_code, len(asked.context["form"].differences)) == (409, 1)
    row.refresh_from_db()
    assert row.last_day == day
    assert office.post(address, {"last_day": "", "seen": seen}).status_code == 302  # as it was shown: left alone
    row.refresh_from_db()
    assert row.last_day == day
    assert office.post(address, sent | {"seen": asked.context["form"]["seen"].value()}).status_code == 302
    row.refresh_from_db()
    assert row.last_day == day + timedelta(days=1)


def test_ending_shows_what_hangs_on_it_and_asks_for_the_reason(centre: Centre, manager: User, office: Client) -> None:
    run = courses.run(centre=centre)
    row = Membership.objects.get(person=run.coordinator, role=Role.COORDINATOR)
    address = reverse("office_role_end", args=[row.pk])
    page = text_of(office.get(address))
    assert (str(run) in page, "이 역할을 맡은 사람이 센터에 더 없습니다." in page) == (True, True)
    assert office.post(address, {"reason": ""}).status_code == 422
    assert office.post(address, {"reason": "그만두셨습니다."})["Location"] == STAFF
    row.refresh_from_db()
    assert row.ended_on == clock.today()
    assert f"{row.person.name}" in text_of(office.get(STAFF)).partition('id="h-past"')[2]


def test_invitations_of_a_manager_who_goes_are_named(centre: Centre, manager: User, office: Client) -> None:
    going = people.staff(centre, Role.MANAGER)
    invitations.invite_person(centre=centre, name="예시초대", email="a@example.org", role="editor", actor=going)
    row = Membership.objects.get(person=going)
    assert "예시초대, 편집자" in text_of(office.get(reverse("office_role_end", args=[row.pk])))


def test_the_last_manager_reads_why_they_stay(manager: User, office: Client) -> None:
    own = Membership.objects.get(person=manager)
    response = office.post(reverse("office_role_end", args=[own.pk]), {"reason": "그만둡니다."})
    assert response.status_code == 422
    assert "먼저 마지막 날이 없는 센터장을" in text_of(response)


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_takes_as_many_queries_for_thirty(
    centre: Centre, office: Client, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _one in range(many):
        people.staff_role(centre)
        past = people.staff_role(centre, Role.EDITOR)
        Membership.objects.filter(pk=past.pk).update(ended_on=clock.today())
    office.get(STAFF)
    with django_assert_num_queries(6):
        office.get(STAFF)


def test_two_of_one_name_are_told_apart(centre: Centre, office: Client) -> None:
    for digits in ("0101111", "0102222"):
        people.staff_role(centre, person=people.user(name="예시동명", phone=f"{digits}1234"))
    assert text_of(office.get(STAFF)).count("예시동명 (") >= 2


def test_an_invitation_to_oneself_gives_no_role(centre: Centre, manager: User) -> None:
    row = invitations.invite_person(centre=centre, name="나", email=manager.email, role="editor", actor=manager)
    with pytest.raises(roles.NotAllowed):
        invitations.accept_as(invitation=row, person=manager, proved=True)
    assert list(Membership.objects.filter(person=manager).values_list("role", flat=True)) == ["manager"]
