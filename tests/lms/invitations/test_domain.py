"""Inviting: who may, what a link opens and for how long, and what is left of an invitation afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from lms.invitations import domain
from lms.invitations.domain import VALID_FOR
from lms.invitations.links import HANDED_ON, MAILED, Opened, opened, token_of
from lms.invitations.models import Invitation
from lms.privacy.domain import erasure
from lms.privacy.domain.retention import destroy_due
from lms.privacy.enums import ConsentSource, Purpose
from lms.privacy.models import Consent
from lms.privacy.queries.own_data import kept_about
from tests.factories import people

pytestmark = pytest.mark.django_db
PASSWORD = "마을에서-배워요-2026"


@pytest.fixture
def centre() -> Centre:
    return people.centre()


@pytest.fixture
def manager(centre: Centre) -> User:
    return people.staff(centre, Role.MANAGER)


def invite(centre: Centre, actor: User, **fields: Any) -> Invitation:
    return domain.invite_person(
        **{"centre": centre, "actor": actor, "name": "예시새사람", "email": "New@Example.org"} | fields
    )


def accept(invitation: Invitation, *, password: str = PASSWORD, **fields: Any) -> User:
    given = {"name": "예시새사람", "phone": "01012345678", "optional": []}
    return domain.accept_as_new(invitation=invitation, password=password, **given | fields)


def refused(act: Any) -> str:
    with pytest.raises(DomainError) as error:
        act()
    return error.value.code


# ── who may


def test_only_coordinators_and_managers_of_the_centre_invite(centre: Centre) -> None:
    elsewhere = people.centre()
    strangers = [
        people.user(),
        people.staff(centre, Role.AUDITOR),
        people.staff(centre, Role.EDITOR),
        people.staff(elsewhere, Role.MANAGER),
    ]
    assert [refused(lambda actor=actor: invite(centre, actor)) for actor in strangers] == ["not_staff"] * 4
    assert Invitation.objects.count() == 0


def test_a_coordinator_gives_no_role_and_takes_none_back(centre: Centre, manager: User) -> None:
    coordinator = people.staff(centre, Role.COORDINATOR)
    assert refused(lambda: invite(centre, coordinator, role=Role.AUDITOR)) == "not_manager"
    row = invite(centre, manager, role=Role.COORDINATOR)
    assert refused(lambda: domain.send_again(invitation=row, actor=coordinator)) == "not_manager"
    assert refused(lambda: domain.withdraw_invitation(invitation=row, actor=coordinator)) == "not_manager"
    assert invite(centre, coordinator, email="other@example.org").role == ""


def test_inviting_twice_is_one_invitation_and_another_role_is_refused(centre: Centre, manager: User) -> None:
    first = invite(centre, manager)
    assert invite(centre, manager, email="NEW@example.ORG") == first
    assert refused(lambda: invite(centre, manager, role=Role.EDITOR)) == "invited"
    assert [row.email for row in Invitation.objects.all()] == ["new@example.org"]
    assert statelog.history(first).count() == 1


def test_the_database_keeps_one_open_invitation_of_an_address(centre: Centre, manager: User) -> None:
    row = invite(centre, manager)
    row.pk, row.email = None, "NEW@example.org"
    with pytest.raises(IntegrityError, match="invitations_invitation_one_open"), transaction.atomic():
        row.save()


@pytest.mark.parametrize("change", [{"accepted_at": clock.now()}, {"withdrawn_at": clock.now()}, {"email": ""}])
def test_the_database_keeps_no_name_on_what_is_closed(centre: Centre, manager: User, change: Any) -> None:
    row = invite(centre, manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=row.pk).update(**change)


# ── the link


def test_a_link_is_signed_and_says_by_which_way_it_went(centre: Centre, manager: User) -> None:
    row = invite(centre, manager)
    mailed, handed = token_of(row, MAILED), token_of(row, HANDED_ON)
    assert (opened(mailed), opened(handed)) == (Opened(row, True), Opened(row, False))
    number, nonce, _way, signature = handed.split("~")
    for wrong in (f"{number}~{nonce}~m~{signature}", mailed[:-1], f"{number}~{nonce}~m", "x", ""):
        assert opened(wrong) is None


def test_sending_again_ends_the_old_link_and_begins_the_week_anew(centre: Centre, manager: User) -> None:
    row = invite(centre, manager)
    old = token_of(row, MAILED)
    with clock.at(clock.now() + timedelta(days=9)):
        again = domain.send_again(invitation=row, actor=manager)
        assert again.expires_at == clock.now() + VALID_FOR
        assert opened(old) is None
        assert accept(again).email == "new@example.org"


def test_a_second_press_sends_no_other_link(centre: Centre, manager: User) -> None:
    row = invite(centre, manager)
    first = domain.send_again(invitation=row, actor=manager)
    assert domain.send_again(invitation=row, actor=manager).nonce == first.nonce
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert domain.send_again(invitation=row, actor=manager).nonce != first.nonce


def test_the_week_is_judged_by_the_clock(centre: Centre, manager: User) -> None:
    row = invite(centre, manager)
    with clock.at(row.expires_at - timedelta(seconds=1)):
        assert domain.why_unusable(row) == ""
    with clock.at(row.expires_at):
        assert refused(lambda: accept(row)) == "over"
    assert User.objects.filter(email=row.email).count() == 0


def test_an_accepted_one_is_neither_renewed_nor_withdrawn(centre: Centre, manager: User) -> None:
    row = invite(centre, manager)
    person = accept(row)
    assert refused(lambda: domain.send_again(invitation=row, actor=manager)) == "closed"
    assert refused(lambda: domain.withdraw_invitation(invitation=row, actor=manager)) == "closed"
    row.refresh_from_db()
    assert (row.accepted_by, row.withdrawn_at) == (person, None)


def test_only_the_link_that_came_by_mail_proves_the_address_of_who_has_an_account(
    centre: Centre, manager: User
) -> None:
    person = people.user(email="new@example.org")
    known = EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
    domain.accept_as(invitation=invite(centre, manager), person=person, proved=False)
    known.refresh_from_db()
    assert not known.verified
    domain.accept_as(invitation=invite(centre, manager), person=person, proved=True)
    known.refresh_from_db()
    assert known.verified


def test_a_withdrawn_one_opens_nothing_and_names_nobody(centre: Centre, manager: User) -> None:
    row = invite(centre, manager, phone="01012345678")
    assert domain.withdraw_invitation(invitation=row, actor=manager) == domain.withdraw_invitation(
        invitation=row, actor=manager
    )
    row.refresh_from_db()
    assert (row.name, row.email, row.phone) == ("", "", "")
    assert refused(lambda: accept(row)) == "withdrawn"
    assert refused(lambda: domain.send_again(invitation=row, actor=manager)) == "closed"


def test_a_role_promised_by_somebody_who_is_no_manager_any_more_is_not_given(centre: Centre, manager: User) -> None:
    row = invite(centre, manager, role=Role.COORDINATOR)
    Membership.objects.filter(person=manager).update(ended_on=clock.today())
    assert refused(lambda: accept(row)) == "withdrawn"
    assert Membership.objects.filter(role=Role.COORDINATOR).count() == 0


def test_what_opens_nothing_makes_room_for_a_new_invitation(centre: Centre, manager: User) -> None:
    dead, other = invite(centre, manager, role=Role.EDITOR), people.staff(centre, Role.MANAGER)
    assert invite(centre, other, role=Role.EDITOR) == dead
    Membership.objects.filter(person=manager).update(ended_on=clock.today())
    anew = invite(centre, other, role=Role.EDITOR)
    dead.refresh_from_db()
    assert (anew.invited_by, domain.why_unusable(anew), bool(dead.withdrawn_at)) == (other, "", True)
    with clock.at(anew.expires_at):
        after_its_week = invite(centre, other, role=Role.AUDITOR)
    assert list(Invitation.objects.open()) == [after_its_week]


# ── accepting


def test_accepting_makes_the_account_with_role_and_consents(centre: Centre, manager: User) -> None:
    row = invite(centre, manager, role=Role.COORDINATOR)
    person = accept(row)
    assert (person.name, person.email, person.phone) == ("예시새사람", "new@example.org", "01012345678")
    assert person.check_password(PASSWORD)
    assert EmailAddress.objects.filter(user=person, verified=True, primary=True).count() == 1
    assert list(Membership.objects.filter(person=person).values_list("centre", "role")) == [(centre.pk, "coordinator")]
    given = Consent.objects.filter(person=person)
    assert set(given.values_list("text__purpose", "text__version", "given", "source")) == {
        ("age", 1, True, ConsentSource.INVITATION),
        ("service", 1, True, ConsentSource.INVITATION),
    }
    row.refresh_from_db()
    assert (row.name, row.email, row.accepted_by) == ("", "", person)


def test_the_optional_consent_is_given_only_where_it_was_ticked(centre: Centre, manager: User) -> None:
    person = accept(invite(centre, manager), optional=[Purpose.NEWS])
    assert Consent.objects.filter(person=person, text__purpose=Purpose.NEWS, given=True).count() == 1


def test_pressed_twice_it_is_one_account_and_later_it_is_no_place_to_try_passwords(
    centre: Centre, manager: User
) -> None:
    row = invite(centre, manager, role=Role.EDITOR)
    assert domain.just_accepted_by(row) is None
    person = accept(row)
    assert refused(lambda: accept(row)) == "accepted"
    assert domain.just_accepted_by(row) == person
    with clock.at(clock.now() + domain.SECOND_PRESS):
        assert domain.just_accepted_by(row) is None
    assert User.objects.filter(email="new@example.org").count() == 1
    assert Membership.objects.filter(person=person).count() == 1


def test_no_account_is_made_or_changed_where_one_has_the_address(centre: Centre, manager: User) -> None:
    there = people.user(email="new@example.org", name="예시먼저온")
    row = invite(centre, manager, role=Role.EDITOR)
    assert refused(lambda: accept(row)) == "has_account"
    there.refresh_from_db()
    assert (there.name, there.has_usable_password()) == ("예시먼저온", False)
    assert Membership.objects.filter(person=there).count() == 0


def test_only_the_account_with_the_address_takes_the_role(centre: Centre, manager: User) -> None:
    row = invite(centre, manager, role=Role.AUDITOR)
    other, closed = people.user(), people.user(email="new@example.org", is_active=False)
    for person in (other, closed):
        with pytest.raises(NotAllowed) as error:
            domain.accept_as(invitation=row, person=person, proved=True)
        assert error.value.code == "other_address"
    closed.is_active = True
    closed.save()
    assert domain.accept_as(invitation=row, person=closed, proved=True) == closed
    assert domain.accept_as(invitation=row, person=closed, proved=True) == closed
    assert list(Membership.objects.filter(role=Role.AUDITOR).values_list("person", flat=True)) == [closed.pk]
    assert refused(lambda: domain.accept_as(invitation=row, person=other, proved=True)) == "accepted"


# ── what is kept


def test_who_accepted_sees_it_among_their_own_data(centre: Centre, manager: User) -> None:
    person = accept(invite(centre, manager, role=Role.EDITOR))
    rows = {kept.key: [list(row.values()) for row in kept.rows] for kept in kept_about(person)}["invitations"]
    assert [row[:2] for row in rows] == [[centre.name, "편집자"]]
    assert [kept.rows for kept in kept_about(manager) if kept.key == "invitations"] == [[]]


def test_what_nobody_accepted_is_destroyed_a_month_after_its_week(centre: Centre, manager: User) -> None:
    accept(invite(centre, manager, email="came@example.org"))
    domain.withdraw_invitation(invitation=invite(centre, manager, email="not@example.org"), actor=manager)
    invite(centre, manager)
    with clock.at(clock.now() + timedelta(days=33)):
        assert destroy_due()["invitations"] == 0
    with clock.at(clock.now() + timedelta(days=39)):
        assert [destroy_due()["invitations"], destroy_due()["invitations"]] == [2, 0]
    assert [bool(row.accepted_at) for row in Invitation.objects.all()] == [True]


def test_who_leaves_takes_open_invitations_to_a_proven_address_along(centre: Centre, manager: User) -> None:
    proved, claimed = people.user(email="a@example.org"), people.user(email="b@example.org")
    for person, verified in ((proved, True), (claimed, False)):
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=verified)
        invite(centre, manager, email=person.email)
        erasure.erase_account(person=person, actor=person)
    assert [row.email for row in Invitation.objects.open()] == ["b@example.org"]
