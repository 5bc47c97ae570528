"""The mails of the demo are read by whoever sits at its machine; nowhere else does the page exist, or a mail stay in a file."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client

from lms.common import clock
from lms.demo import mails

PAGE = "/demo/mails/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(settings: Any, tmp_path: Path) -> None:
    settings.DEMO, settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = True, mails.FILES, str(tmp_path)
    with get_connection() as connection:
        for subject, link in (
            ("비밀번호 바꾸기", "http://127.0.0.1:8000/one/"),
            ("수강 승인", "http://127.0.0.1:8000/two/"),
        ):
            mail = EmailMultiAlternatives(
                subject, f"안녕하세요.\n{link}", to=["trainee@demo.example"], connection=connection
            )
            mail.attach_alternative(f"<p>{link}</p>", "text/html")
            mail.send()


def test_no_page_on_a_site_that_serves_people(client: Client, sent: None, settings: Any) -> None:
    settings.DEMO = False
    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get("/help/").content.decode()


def test_no_page_for_another_machine(client: Client, sent: None) -> None:
    assert client.get(PAGE, REMOTE_ADDR="192.0.2.7").status_code == 404
    assert PAGE not in client.get("/help/", REMOTE_ADDR="192.0.2.7").content.decode()


def test_every_mail_of_a_file_with_its_link(client: Client, sent: None) -> None:
    assert PAGE in client.get("/help/").content.decode()
    page = client.get(PAGE).content.decode()
    for said in (
        "비밀번호 바꾸기",
        "수강 승인",
        'href="http://127.0.0.1:8000/one/"',
        'href="http://127.0.0.1:8000/two/"',
    ):
        assert page.count(said) == 1, said
    assert page.count("trainee@demo.example") == 2


def test_the_hour_is_that_of_seoul(client: Client, sent: None) -> None:
    (first, second) = client.get(PAGE).context["mails"]
    assert all(abs(clock.now() - mail.sent_at) < timedelta(minutes=1) for mail in (first, second))
    assert clock.now().astimezone(clock.SEOUL).strftime("%Y년 %-m월 %-d일") in client.get(PAGE).content.decode()


def test_nothing_was_sent(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.DEMO, settings.EMAIL_FILE_PATH = True, str(tmp_path / "none")
    page = client.get(PAGE)
    assert page.status_code == 200
    assert page.context["mails"] == []


def test_a_server_that_keeps_its_mails_in_files_is_refused(settings: Any) -> None:
    settings.DEMO, settings.EMAIL_BACKEND = False, mails.FILES
    assert [error.id for error in mails.check_that_mails_leave()] == ["demo.E001"]
    settings.DEMO = True
    assert mails.check_that_mails_leave() == []
