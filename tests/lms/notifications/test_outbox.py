"""Notices: written with the change they tell of, sent later, once."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from lms.accounts.models import User
from lms.common import clock
from lms.notifications import domain
from lms.notifications.models import Notice
from tests.factories import people
from tests.lms.common.background import worker

pytestmark = pytest.mark.django_db


def told(person: User, key: str = "seat:1", **fields: Any) -> Notice:
    defaults = {
        "kind": "enrolment",
        "title": "자리가 났습니다",
        "text": "모레까지 알려 주세요.",
        "path": "/my/apply/1/",
    }
    return domain.notify(person=person, key=key, **defaults | fields)


def test_the_same_key_is_the_same_notice() -> None:
    person = people.user()
    assert told(person) == told(person)
    assert Notice.objects.count() == 1


def told_to_all(people: list[User], title: str = "기록을 확인해 주세요") -> None:
    domain.notify_each(people, kind="visit", key="visit-1", title=title, text="내일까지", path="/community/")


def test_several_people_are_told_at_once_and_each_once(django_assert_num_queries: Any) -> None:
    everybody = [people.user() for _number in range(3)]
    told_to_all(everybody[:1], "먼저")
    with django_assert_num_queries(1):
        told_to_all([*everybody, everybody[2]], "두\n번째")
    rows = Notice.objects.order_by("person").values_list("person", "kind", "key", "title", "text", "path")
    assert list(rows) == [
        (person.pk, "visit", f"visit-1-{person.pk}", title, "내일까지", "/community/")
        for person, title in zip(everybody, ("먼저", "두 번째", "두 번째"), strict=True)
    ]


def test_nobody_is_told_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        told_to_all([])


def test_a_notice_is_sent_once_with_one_link(settings: Any) -> None:
    settings.BASE_URL = "https://campus.example"
    person = people.user()
    told(person)
    assert [domain.send_due(), domain.send_due()] == [1, 0]
    sent = mail.outbox[0]
    assert sent.to == [person.email]
    assert sent.body.count("https://campus.example/my/apply/1/") == 1
    assert len(mail.outbox) == 1


def test_a_mail_greets_and_says_whom_to_call() -> None:
    """The centre of where somebody lives, though another came first."""
    other, near = (
        people.centre(name="먼센터"),
        people.centre(name="가까운센터", contact_name="예시담당", phone="0621234567"),
    )
    person = people.user(name="예시하늘", dong=people.region(parent=near.region))
    told(person)
    domain.send_due()
    sent = mail.outbox[0]
    for body in (str(sent.body), str(sent.alternatives[0].content)):
        said = ("예시하늘 님", "가까운센터", "예시담당", "062-123-4567")
        assert [word in body for word in said] == [True] * 4
        assert other.name not in body


def test_a_closed_account_gets_no_mail() -> None:
    person = people.user(is_active=False)
    told(person)
    assert domain.send_due() == 0
    assert mail.outbox == []


def test_an_account_closed_after_the_notice_was_written_gets_no_mail() -> None:
    person = people.user()
    told(person)
    person.is_active = False
    person.save()
    assert (domain.send_due(), mail.outbox) == (0, [])


def test_an_account_closed_while_others_get_theirs_gets_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = told(people.user(), "1"), told(people.user(), "2")
    send = domain.send_mail

    def slowly(**message: Any) -> int:
        User.objects.filter(pk=second.person_id).update(is_active=False)
        return send(**message)

    monkeypatch.setattr(domain, "send_mail", slowly)
    assert domain.send_due() == 1
    assert [message.to for message in mail.outbox] == [[first.person.email]]


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_no_line_end_of_a_title_begins_a_mail_header(mark: str) -> None:
    told(people.user(), title=f"자리가 났습니다{mark}Bcc: other@example.org")
    assert domain.send_due() == 1
    headers = mail.outbox[0].message()
    assert (headers["Bcc"], len(headers.get_all("To") or [])) == (None, 1)


def test_a_title_with_a_line_break_makes_no_mail_header() -> None:
    told(people.user(), title="자리가 났습니다\nBcc: other@example.org")
    assert domain.send_due() == 1
    assert (len(mail.outbox[0].to), mail.outbox[0].bcc, "\n" in mail.outbox[0].subject) == (1, [], False)


def test_a_server_that_is_down_delays_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    told(people.user())

    def down(**_message: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(domain, "send_mail", down)
        assert domain.send_due() == 0
    assert domain.send_due() == 0  # not at once again
    with clock.at(clock.now() + timedelta(hours=2)):
        assert domain.send_due() == 1


def test_a_broken_notice_stops_no_other_and_is_seen() -> None:
    told(people.user(), "broken")
    told(people.user(), "whole")
    Notice.objects.filter(key="broken").update(title="두\n줄")
    with pytest.raises(ExceptionGroup):
        domain.send_due()
    assert list(Notice.objects.filter(sent_at=None).values_list("key", "attempts")) == [("broken", 1)]


def test_a_broken_notice_is_not_tried_for_ever() -> None:
    told(people.user(), "broken")
    Notice.objects.update(title="두\n줄", attempts=domain.MOST_ATTEMPTS - 1)
    with clock.at(clock.now() + domain.MOST_ATTEMPTS * domain.BETWEEN_ATTEMPTS):
        with pytest.raises(ExceptionGroup):
            domain.send_due()
        assert domain.send_due() == 0


def test_a_person_sees_their_own_notices_only(client: Client) -> None:
    me, other = people.user(), people.user()
    told(me, "mine", title="제 소식")
    told(other, "theirs", title="남의 소식")
    client.force_login(me)
    page = client.get("/my/notifications/").content.decode()
    assert "제 소식" in page
    assert "남의 소식" not in page
    client.post("/my/notifications/read/")
    assert list(Notice.objects.filter(read_at=None).values_list("key", flat=True)) == ["theirs"]


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_asks_the_same_number_of_questions(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    person = people.user()
    for index in range(number):
        told(person, f"k{index}")
    client.force_login(person)
    client.get("/my/notifications/")
    with django_assert_num_queries(LIST_QUERIES):
        assert client.get("/my/notifications/").status_code == 200


LIST_QUERIES = 6


# ── with a worker


def written_by_a_request(person: User, capture: Any, **fields: Any) -> Notice:
    with capture(execute=True):
        return told(person, **fields)


@pytest.mark.usefixtures("queued")
def test_the_worker_sends_it_at_once_and_once(django_capture_on_commit_callbacks: Any) -> None:
    notice = written_by_a_request(people.user(), django_capture_on_commit_callbacks)
    assert mail.outbox == []
    worker.work()
    notice.refresh_from_db()
    assert ([sent.to for sent in mail.outbox], notice.attempts) == ([[notice.person.email]], 1)
    domain.send_notice.enqueue(notice.pk)
    worker.work()
    assert (domain.send_due(), len(mail.outbox)) == (0, 1)


@pytest.mark.usefixtures("queued")
def test_the_worker_sends_to_each_of_several(django_capture_on_commit_callbacks: Any) -> None:
    everybody = [people.user() for _number in range(3)]
    for expected in (3, 0):
        with django_capture_on_commit_callbacks(execute=True):
            told_to_all(everybody)
        worker.work()
        assert len(mail.outbox) == expected
        mail.outbox.clear()


@pytest.mark.usefixtures("queued")
def test_written_twice_it_is_asked_for_once(django_capture_on_commit_callbacks: Any) -> None:
    person = people.user()
    for _press in range(2):
        written_by_a_request(person, django_capture_on_commit_callbacks)
    assert worker.rows() == [("READY", 0)]


def test_without_one_a_request_does_not_wait_for_the_mail_server(django_capture_on_commit_callbacks: Any) -> None:
    notice = written_by_a_request(people.user(), django_capture_on_commit_callbacks)
    assert (mail.outbox, Notice.objects.get(pk=notice.pk).attempts) == ([], 0)
    assert domain.send_due() == 1


@pytest.mark.usefixtures("queued")
def test_a_server_that_is_down_breaks_no_request_and_the_clock_sends_it_later(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(domain, "send_mail", down)
        notice = written_by_a_request(people.user(), django_capture_on_commit_callbacks)
        worker.work()
    notice.refresh_from_db()
    assert (notice.attempts, notice.sent_at, worker.rows()) == (1, None, [("SUCCESSFUL", 1)])
    assert domain.send_due() == 0
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert domain.send_due() == 1


@pytest.mark.usefixtures("queued")
def test_the_worker_keeps_to_the_hours_of_advertising_and_to_who_is_active(
    django_capture_on_commit_callbacks: Any,
) -> None:
    news = written_by_a_request(people.user(), django_capture_on_commit_callbacks, key="news:1", kind="news")
    gone = written_by_a_request(people.user(), django_capture_on_commit_callbacks, key="seat:2")
    User.objects.filter(pk=gone.person_id).update(is_active=False)
    with clock.at(clock.seoul(2031, 3, 30, 22)):
        worker.work()
    assert (mail.outbox, set(Notice.objects.values_list("attempts", flat=True))) == ([], {0})
    with clock.at(clock.seoul(2031, 3, 31, 9)):
        assert domain.send_due() == 1
    assert [sent.to for sent in mail.outbox] == [[news.person.email]]


@pytest.mark.usefixtures("queued")
def test_one_that_was_taken_out_of_the_outbox_is_no_failure(django_capture_on_commit_callbacks: Any) -> None:
    notice = written_by_a_request(people.user(), django_capture_on_commit_callbacks)
    domain.drop_unsent(notice.person)
    worker.work()
    assert (mail.outbox, worker.rows()) == ([], [("SUCCESSFUL", 1)])
