"""Mail that can't be delivered: it is given up, shown to the office whose matter it is, and sent again."""

import ast
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPConnectError, SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from lms.accounts.enums import Role
from lms.accounts.models import Centre, User
from lms.common import clock
from lms.common.errors import NotAllowed
from lms.common.models import AccessLog, StateChange
from lms.notifications import domain
from lms.notifications.mail_tries import is_refused
from lms.notifications.models import Notice
from tests.factories import people

pytestmark = pytest.mark.django_db

PAGE, HOME = "/office/mail/", "/office/"


@pytest.fixture
def centre() -> Centre:
    return people.centre()


@pytest.fixture
def person(centre: Centre) -> User:
    return people.known(centre, name="예시주민", phone="01000001234")


def told(person: User, centre: Centre | None, key: str = "seat:1", **fields: Any) -> Notice:
    given = {"kind": "seat", "title": "자리가 났습니다", "text": "모레까지 알려 주세요", "path": "/my/"} | fields
    return domain.notify(person=person, centre=centre and centre.pk, key=key, **given)


def given_up(person: User, centre: Centre | None, key: str = "seat:1") -> Notice:
    row = told(person, centre, key)
    Notice.objects.filter(pk=row.pk).update(attempts=5, tried_at=clock.now(), is_refused=True)
    row.refresh_from_db()
    return row


def refuse(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def send(*args: Any, **kwargs: Any) -> None:
        raise error

    monkeypatch.setattr(domain, "send_mail", send)


def refused(*codes: int) -> SMTPRecipientsRefused:
    return SMTPRecipientsRefused({f"person{n}@example.org": (code, b"no") for n, code in enumerate(codes)})


# ── giving up


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (refused(550), True),
        (refused(450), False),
        (refused(550, 451), False),
        (SMTPConnectError(554, "down"), False),
        (OSError("down"), False),
        (None, False),
    ],
)
def test_what_is_refused_for_good(failure: Exception | None, expected: bool) -> None:
    assert is_refused(failure) is expected


def test_an_address_that_is_not_there_is_tried_once(
    monkeypatch: pytest.MonkeyPatch, person: User, centre: Centre
) -> None:
    refuse(monkeypatch, refused(550))
    row = told(person, centre)
    assert domain.send_due() == 0
    row.refresh_from_db()
    assert (row.is_given_up, row.is_refused, row.sent_at) == (True, True, None)
    monkeypatch.undo()
    with clock.at(clock.now() + timedelta(days=1)):
        assert domain.send_due() == 0
    assert mail.outbox == []


def test_a_server_that_is_down_is_tried_five_times(
    monkeypatch: pytest.MonkeyPatch, person: User, centre: Centre
) -> None:
    refuse(monkeypatch, OSError("down"))
    row = told(person, centre)
    for hour in range(5):
        row.refresh_from_db()
        assert (row.attempts, row.is_given_up) == (hour, False)
        with clock.at(clock.now() + timedelta(hours=hour, minutes=hour)):
            domain.send_due()
    row.refresh_from_db()
    assert (row.attempts, row.is_given_up, row.is_refused) == (5, True, False)


# ── who sees it


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.EDITOR])
def test_who_calls_nobody_sees_nothing(client: Client, person: User, centre: Centre, role: Role) -> None:
    given_up(person, centre)
    client.force_login(people.staff(centre, role))
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}{Notice.objects.get().pk}/again/").status_code == 404


def test_another_centre_sees_and_sends_nothing(client: Client, person: User, centre: Centre) -> None:
    row = given_up(person, centre)
    stranger = people.staff(people.centre())
    client.force_login(stranger)
    assert list(client.get(PAGE).context["list"].page) == []
    assert client.post(f"{PAGE}{row.pk}/again/").status_code == 404
    with pytest.raises(NotAllowed):
        domain.send_again(notice=row, actor=stranger)
    with pytest.raises(NotAllowed):
        domain.send_again(notice=given_up(person, None, "none:1"), actor=people.staff(centre))


def test_the_office_reads_who_what_when_and_why(client: Client, person: User, centre: Centre) -> None:
    given_up(person, centre)
    told(person, centre, "waits:1", title="기다리는 것")
    given_up(people.user(is_active=False), centre, "closed:1")
    client.force_login(people.staff(centre))
    text = client.get(PAGE).content.decode()
    for fact in ("예시주민", "자리가 났습니다", person.email, "010-0000-1234", "없는 주소"):
        assert fact in text
    for other in ("모레까지", "기다리는 것"):
        assert other not in text
    assert [row.people for row in AccessLog.objects.filter(action="contacts")] == [[person.pk]]


def test_contacts_that_are_not_open_stay_closed(client: Client, centre: Centre) -> None:
    person = people.user(name="예시주민", phone="01000001234")
    given_up(person, centre)
    client.force_login(people.staff(centre))
    text = client.get(PAGE).content.decode()
    assert "예시주민" in text
    assert person.email not in text
    assert "010-0000-1234" not in text


@pytest.mark.parametrize(("role", "count"), [(Role.COORDINATOR, 1), (Role.MANAGER, 1), (Role.AUDITOR, 0)])
def test_the_home_counts_them(client: Client, person: User, centre: Centre, role: Role, count: int) -> None:
    given_up(person, centre)
    given_up(person, people.centre(), "other:1")
    client.force_login(people.staff(centre, role))
    todos = client.get(HOME).context["home"].todos
    assert [(todo.url, todo.count) for todo in todos] == [(PAGE, 1)] * count


def test_it_is_filtered_by_person_cause_and_day(client: Client, person: User, centre: Centre) -> None:
    refused, other = given_up(person, centre), given_up(people.known(centre, name="다른주민"), centre, "seat:2")
    Notice.objects.filter(pk=other.pk).update(is_refused=False, tried_at=clock.now() - timedelta(days=9))
    client.force_login(people.staff(centre))

    def found(query: str) -> list[Notice]:
        return list(client.get(PAGE + query).context["list"].page)

    day = clock.today() - timedelta(days=8)
    assert found("") == [refused, other]
    assert found(f"?person={person.pk}") == found("?show=refused") == found(f"?since={day}") == [refused]
    assert found("?show=server") == found("?q=다른") == found(f"?until={day}") == [other]
    assert found(f"?show=server&person={person.pk}") == []


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(client: Client, centre: Centre, django_assert_num_queries: Any, rows: int) -> None:
    for number in range(rows):
        given_up(people.known(centre), centre, f"seat:{number}")
    client.force_login(people.staff(centre))
    client.get(PAGE)
    with django_assert_num_queries(8):
        client.get(PAGE)


# ── once more


def test_again_sends_it_once_however_often_it_is_pressed(client: Client, person: User, centre: Centre) -> None:
    row = given_up(person, centre)
    staff = people.staff(centre)
    client.force_login(staff)
    for _press in range(2):
        assert client.post(f"{PAGE}{row.pk}/again/")["Location"] == PAGE
    lines = StateChange.objects.filter(subject="notifications.notice")
    assert list(lines.values_list("action", "actor", "centre_id")) == [("send_again", staff.pk, centre.pk)]
    assert list(client.get(PAGE).context["list"].page) == []
    assert domain.send_due() == 1
    client.post(f"{PAGE}{row.pk}/again/")
    assert domain.send_due() == 0
    assert [told.to for told in mail.outbox] == [[person.email]]


def test_what_fails_again_comes_back(
    client: Client, monkeypatch: pytest.MonkeyPatch, person: User, centre: Centre
) -> None:
    row = given_up(person, centre)
    client.force_login(people.staff(centre))
    client.post(f"{PAGE}{row.pk}/again/")
    refuse(monkeypatch, refused(550))
    domain.send_due()
    assert list(client.get(PAGE).context["list"].page) == [row]


def test_each_notice_of_the_product_says_whose_matter_it_is() -> None:
    """Otherwise no office would hear that it did not arrive."""

    root, silent = Path(__file__).resolve().parents[3], []
    for path in (file for app in ("courses", "mentoring", "cms", "lms") for file in (root / app).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"notify", "notify_each"}:
                silent += [] if any(word.arg == "centre" for word in node.keywords) else [f"{path}:{node.lineno}"]
    assert silent == []
