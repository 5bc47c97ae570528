"""Who holds which role, and that a closed account may nothing, whatever it could."""

import pytest
from django.contrib.auth.models import AnonymousUser

from lms.accounts import rules
from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, User
from tests.factories import people

pytestmark = pytest.mark.django_db

AT_A_CENTRE = {
    rules.is_office_of: {Role.COORDINATOR, Role.MANAGER, Role.AUDITOR},
    rules.may_coordinate: {Role.COORDINATOR},
    rules.may_manage: {Role.MANAGER},
    rules.may_answer_for: {Role.COORDINATOR, Role.MANAGER},
    rules.may_invite: {Role.COORDINATOR, Role.MANAGER},
    rules.may_give_roles: {Role.MANAGER},
    rules.may_read_records: {Role.MANAGER, Role.AUDITOR},
    rules.may_export_lists: {Role.COORDINATOR, Role.MANAGER},
    rules.may_export_records: {Role.MANAGER},
}
ANYWHERE = {
    rules.may_open_office: {Role.COORDINATOR, Role.MANAGER, Role.AUDITOR},
    rules.may_open_cms: {Role.EDITOR, Role.REVIEWER},
}


def may(person: User | AnonymousUser, centre: Centre) -> set[str]:
    here = {predicate.__name__ for predicate in AT_A_CENTRE if predicate(person, centre)}
    return here | {predicate.__name__ for predicate in ANYWHERE if predicate(person)}


def test_each_role_may_what_its_table_says_and_nothing_elsewhere() -> None:
    centre, elsewhere = people.centre(), people.centre()
    tables = AT_A_CENTRE | ANYWHERE
    for role in Role:
        person = people.staff(centre, role)
        assert {predicate.__name__ for predicate in AT_A_CENTRE if predicate(person, elsewhere)} == set()
        assert may(person, centre) == {predicate.__name__ for predicate, roles in tables.items() if role in roles}


def test_a_closed_account_may_nothing_whatever_it_could() -> None:
    centre = people.centre()
    closed = [people.user(is_superuser=True, is_active=False), people.user(), AnonymousUser()]
    closed += [people.staff(centre, role, is_active=False) for role in Role]
    assert [may(person, centre) for person in closed] == [set()] * len(closed)
    assert may(people.user(is_superuser=True), centre) == {
        predicate.__name__ for predicate in (*AT_A_CENTRE, *ANYWHERE)
    }


def test_a_closed_account_sees_no_rows_of_an_office() -> None:
    centre = people.centre()
    seeing = [people.user(is_superuser=True), people.staff(centre)]
    closed = [people.user(is_superuser=True, is_active=False), people.staff(centre, is_active=False)]
    for scope in (rules.of_office, rules.of_coordinator):
        rows = [
            Membership.objects.filter(scope(person), centre=centre, role=Role.COORDINATOR).count() for person in closed
        ]
        assert rows == [0, 0]
        rows = [
            Membership.objects.filter(scope(person), centre=centre, role=Role.COORDINATOR).count() for person in seeing
        ]
        assert rows == [2, 2]
