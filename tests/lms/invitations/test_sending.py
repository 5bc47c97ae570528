"""Invitations leave by e-mail once, are tried again when the server is down, and never leave with a link that is dead."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import BadHeaderError

from lms.accounts.enums import Role
from lms.accounts.models import Centre, User
from lms.common import clock
from lms.invitations import domain, sending
from lms.invitations.links import opened
from lms.invitations.models import Invitation
from lms.invitations.sending import send_due
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> User:
    return people.staff(people.centre(name="예시센터"), Role.MANAGER)


@pytest.fixture
def invitation(manager: User) -> Invitation:
    centre = manager.memberships.get().centre
    return domain.invite_person(centre=centre, name="예시새사람", email="new@example.org", actor=manager)


def link_in(body: str) -> str:
    found = re.findall(r"https://campus\.example/invitation/([^/\s\"]+)/", body)
    assert len(set(found)) == 1
    return str(found[0])


def test_it_leaves_once_to_the_invited_address_with_the_link_that_proves_it(
    settings: Any, invitation: Invitation
) -> None:
    settings.BASE_URL = "https://campus.example"
    assert [send_due(), send_due()] == [1, 0]
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["new@example.org"], "[마을캠퍼스] 예시센터의 초대")
    link = opened(link_in(sent.body))
    assert link is not None
    assert (link.invitation, link.came_by_mail) == (invitation, True)
    assert link_in(sent.alternatives[0].content) == link_in(sent.body)
    assert "예시새사람" in sent.body


def test_no_link_is_stored(settings: Any, invitation: Invitation) -> None:
    settings.BASE_URL = "https://campus.example"
    send_due()
    signature = link_in(mail.outbox[0].body).rpartition("~")[2]
    assert all(signature not in str(value) for row in Invitation.objects.values() for value in row.values())


def test_a_withdrawn_or_expired_one_does_not_leave(manager: User, invitation: Invitation) -> None:
    with clock.at(clock.now() + timedelta(days=8)):
        assert send_due() == 0
    domain.withdraw_invitation(invitation=invitation, actor=manager)
    assert (send_due(), mail.outbox) == (0, [])


def test_a_role_that_its_sender_no_longer_gives_does_not_leave(manager: User) -> None:
    centre = manager.memberships.get().centre
    domain.invite_person(centre=centre, name="예시", email="e@example.org", role=Role.EDITOR, actor=manager)
    manager.memberships.update(ended_on=clock.today())
    assert (send_due(), mail.outbox) == (0, [])


def test_sent_again_it_leaves_again_with_another_link(settings: Any, manager: User, invitation: Invitation) -> None:
    settings.BASE_URL = "https://campus.example"
    send_due()
    domain.send_again(invitation=invitation, actor=manager)
    assert send_due() == 1
    first, second = (link_in(sent.body) for sent in mail.outbox)
    assert (opened(first), bool(opened(second))) == (None, True)


def test_a_name_of_two_lines_is_one_line_in_the_subject(manager: User, invitation: Invitation) -> None:
    Centre.objects.update(name="예시\r\nBcc: other@example.org\n센터")
    assert send_due() == 1
    (sent,) = mail.outbox
    assert (sent.subject, sent.bcc) == ("[마을캠퍼스] 예시 Bcc: other@example.org 센터의 초대", [])


def test_a_broken_one_stops_no_other_is_seen_and_is_given_up_after_five_tries(
    monkeypatch: pytest.MonkeyPatch, manager: User, invitation: Invitation
) -> None:
    centre, send = manager.memberships.get().centre, sending.send_mail
    other = domain.invite_person(centre=centre, name="예시", email="other@example.org", actor=manager)

    def refuse_the_first(**message: Any) -> int:
        if message["recipient_list"] == ["new@example.org"]:
            raise BadHeaderError
        return send(**message)

    monkeypatch.setattr(sending, "send_mail", refuse_the_first)
    started = clock.now()
    for hour in range(5):
        with clock.at(started + timedelta(hours=2 * hour)), pytest.raises(ExceptionGroup) as failed:
            send_due()
        assert [type(error) for error in failed.value.exceptions] == [BadHeaderError]
        invitation.refresh_from_db()
        assert (invitation.attempts, invitation.is_given_up) == (hour + 1, hour == 4)
    assert [sent.to for sent in mail.outbox] == [[other.email]]
    with clock.at(started + timedelta(hours=11)):
        assert send_due() == 0
    domain.send_again(invitation=invitation, actor=manager)
    invitation.refresh_from_db()
    assert invitation.is_given_up is False


def test_a_server_that_is_down_is_tried_again_after_an_hour(
    monkeypatch: pytest.MonkeyPatch, invitation: Invitation
) -> None:
    def down(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("lms.invitations.sending.send_mail", down)
        assert send_due() == 0
    assert send_due() == 0
    invitation.refresh_from_db()
    assert (invitation.attempts, invitation.sent_at) == (1, None)
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert send_due() == 1
