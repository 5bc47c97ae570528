"""Which of the accounts that share a number it signs in to, and who may change that."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from lms.accounts.enums import Role
from lms.accounts.models import Centre, User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records.statelog import history
from lms.notifications.models import Notice
from lms.office.domain.phone_numbers import give_number
from tests.clients import signed_in
from tests.factories import people

pytestmark = pytest.mark.django_db
NUMBER = "01012345678"
WHY = "본인 휴대전화"


@pytest.fixture
def centre() -> Centre:
    return people.centre()


@pytest.fixture
def family(centre: Centre) -> list[User]:
    """Three of one number, in the order in which they got it; each has a password of their own."""
    made = [people.known(centre, phone=NUMBER) for _n in range(3)]
    for number, person in enumerate(made):
        person.set_password(f"가족-비밀번호-{number}")
        person.save()
    return made


def opened(family: list[User]) -> list[bool]:
    """With which password the number opens an account."""
    signed = [authenticate(None, phone=NUMBER, password=f"가족-비밀번호-{number}") for number in range(3)]
    assert all(found in {None, person} for found, person in zip(signed, family, strict=True))
    return [found is not None for found in signed]


def give(person: User, centre: Centre, actor: User) -> User:
    return give_number(person=person, centre=centre, actor=actor, reason=WHY)


def test_a_number_opens_the_account_that_had_it_first(family: list[User]) -> None:
    assert opened(family) == [True, False, False]


def test_an_older_account_that_takes_the_number_later_does_not_take_it_over(family: list[User]) -> None:
    first = family[0]
    first.phone = "01099998888"
    first.save(update_fields=["phone"])
    assert opened(family) == [False, True, False]
    with clock.at(clock.now() + timedelta(minutes=1)):
        first.phone = NUMBER
        first.save()
    assert opened(family) == [False, True, False]


def test_a_closed_account_gives_way_to_the_next(family: list[User]) -> None:
    User.objects.filter(pk=family[0].pk).update(is_active=False)
    assert opened(family) == [False, True, False]


def test_who_may_not_give_a_number(centre: Centre, family: list[User]) -> None:
    others = [people.user(), family[0], people.staff(centre, Role.AUDITOR), people.staff(people.centre(), Role.MANAGER)]
    for actor in others:
        with pytest.raises(NotAllowed):
            give(family[1], centre, actor)
    stranger, office = people.user(phone=NUMBER), people.staff(centre, phone=NUMBER)
    for person in (stranger, office):
        with pytest.raises(NotAllowed):
            give(person, centre, office)
    assert opened(family) == [True, False, False]
    assert not Notice.objects.exists()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MANAGER])
def test_the_office_gives_it_once_and_everybody_who_has_it_is_told(
    centre: Centre, family: list[User], role: Role
) -> None:
    actor = people.staff(centre, role)
    for _press in range(2):
        give(family[2], centre, actor)
    assert opened(family) == [False, False, True]
    assert [(line.action, line.reason, line.actor_id) for line in history(family[2])] == [
        ("give_number", WHY, actor.pk)
    ]
    told = {notice.person: (notice.title, notice.text) for notice in Notice.objects.all()}
    assert told.keys() == set(family)
    assert all(person.email in told[person][1] for person in family[:2])
    assert all(other.name not in f"{told[person]}" for person in family for other in family if other != person)


def test_it_goes_on_to_another_and_back(centre: Centre, family: list[User]) -> None:
    actor = people.staff(centre)
    for person in (family[1], family[2], family[0]):
        give(person, centre, actor)
    assert opened(family) == [True, False, False]
    with pytest.raises(IntegrityError, match="phone"):
        User.objects.filter(phone=NUMBER).update(phone_given_at=clock.now())


def test_a_new_number_was_given_to_nobody(centre: Centre, family: list[User]) -> None:
    give(family[1], centre, people.staff(centre))
    family[1].refresh_from_db()
    family[1].phone = "01099998888"
    family[1].save(update_fields=["phone"])
    family[1].refresh_from_db()
    assert family[1].phone_given_at is None
    assert opened(family) == [True, False, False]


@pytest.mark.parametrize(("fields", "code"), [({"phone": ""}, "no_number"), ({"is_active": False}, "closed_account")])
def test_what_can_not_be_opened_by_a_number(centre: Centre, fields: dict[str, object], code: str) -> None:
    person = people.known(centre, **{"phone": NUMBER} | fields)
    with pytest.raises(DomainError) as refused:
        give(person, centre, people.staff(centre))
    assert refused.value.code == code


# ── the page


def test_the_page_asks_for_a_reason_and_says_so_on_the_persons_page(centre: Centre, family: list[User]) -> None:
    client: Client = signed_in(people.staff(centre))
    page, deed = (reverse(name, args=[family[1].pk]) for name in ("office_person", "office_person_number"))
    assert deed in client.get(page).content.decode()
    assert deed not in client.get(reverse("office_person", args=[family[0].pk])).content.decode()
    answer = client.post(deed, {"reason": " "})
    assert (answer.status_code, opened(family)) == (422, [True, False, False])
    answer = client.post(deed, {"reason": WHY})
    assert (answer.status_code, answer["Location"], opened(family)) == (302, page, [False, True, False])
    assert deed not in client.get(page).content.decode()
    assert 'name="reason"' not in client.get(deed).content.decode()
