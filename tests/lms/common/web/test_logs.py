"""What a server writes down of a failure: enough to find it, nothing that people typed."""

import json
import logging
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from lms.accounts.models import User
from lms.common.web.logs import JsonFormatter

PERSON = {"email": "sky@example.org", "name": "김하늘", "phone": "01012345678", "address": "예시로 1\nsecond line"}


def half_a_person(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """PostgreSQL names the failing row in its message, over several lines."""
    with transaction.atomic():
        User.objects.create(date_joined=None, **PERSON)
    return HttpResponse()


urlpatterns = [path("half/<int:pk>/<str:code>/", half_a_person), path("", include("lms.common.urls"))]
handler500 = "lms.common.web.views.server_error"

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    written = [JsonFormatter().format(record) for record in caplog.records]
    assert [line for line in written if "\n" in line] == []
    return [json.loads(line) for line in written]


def test_a_failure_is_written_down_once_without_what_people_typed(
    visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.cookies["taste"] = "biscuit"
    answer = visitor.post("/half/7/secret-link/?q=needle", {"text": "wrote-this"})
    assert answer.status_code == 500
    (line,) = lines(caplog)
    told = line.pop("traceback")
    assert line.pop("at").endswith("+09:00")
    assert line == {
        "level": "ERROR",
        "logger": "django.request",
        "request_id": answer.headers["X-Request-ID"],
        "message": "Internal Server Error",
        "method": "POST",
        "address": "half/<int:pk>/<str:code>/",
        "rows": {"pk": 7},
    }
    assert "in half_a_person" in told
    assert "django.db.utils.IntegrityError: " in told
    assert "date_joined" in told
    typed = [*PERSON.values(), "second line", "sky@", "biscuit", "secret-link", "needle", "wrote-this", "DETAIL"]
    assert [text for text in typed if text in json.dumps(line, ensure_ascii=False) + told] == []


@pytest.mark.postgres
def test_the_database_s_own_message_does_hold_the_row() -> None:
    with pytest.raises(IntegrityError, match=r"DETAIL: .*김하늘.*\nsecond line"), transaction.atomic():
        User.objects.create(date_joined=None, **PERSON)


def test_the_error_page_gives_the_number_of_the_log_line(visitor: Client, settings: Any) -> None:
    settings.HELP_PHONE = "0621234567"
    answer = visitor.get("/half/7/x/")
    page = answer.content.decode()
    assert f'<b class="nowrap">{answer.headers["X-Request-ID"]}</b>' in page
    assert '<a class="nowrap" href="tel:0621234567">062-123-4567</a>' in page


@pytest.mark.django_db(databases=[])
def test_the_error_page_comes_when_no_database_answers(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    visitor.cookies["sessionid"] = "a" * 32  # whose it is, only the database could tell
    answer = visitor.get("/half/7/x/")
    assert answer.status_code == 500
    assert "<h1>저희 쪽에 문제가 생겼습니다</h1>" in answer.content.decode()
    assert [line["request_id"] for line in lines(caplog)] == [answer.headers["X-Request-ID"]]


@pytest.mark.parametrize(
    "sent", ["", "short", "a" * 65, "12345678\nforged", "1234 5678", "<b>12345678</b>", "가나다라마바사아"]
)
def test_a_strange_request_id_is_replaced(visitor: Client, sent: str) -> None:
    number = visitor.get("/healthz", headers={"X-Request-ID": sent}).headers["X-Request-ID"]
    assert number != sent
    assert len(number) == 8
    assert number.isdecimal()


def test_the_proxy_s_request_id_is_kept(visitor: Client) -> None:
    sent = "5f0c3d5e8e0b4c6f9d1a2b3c4d5e6f70"
    assert visitor.get("/healthz", headers={"X-Request-ID": sent}).headers["X-Request-ID"] == sent


def test_a_line_break_in_an_address_forges_no_line(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    assert visitor.get("/half/7/%0D%0A%7B%22level%22:%22forged/").status_code == 500
    logging.getLogger("django.security").warning("Odd: %s", '\r\n{"level": "forged"}')
    assert [line["level"] for line in lines(caplog)] == ["ERROR", "WARNING"]


@pytest.mark.parametrize(
    ("message", "written"),
    [
        ("no mail to sky.kim@example.org today", "no mail to … today"),
        ("called 010-1234-5678", "called …"),
        ("person 31 of 김하늘", "person 31 of …"),
        ("'NoneType' object has no attribute 'pk'", "'NoneType' object has no attribute 'pk'"),
    ],
)
def test_a_message_keeps_its_words_alone(message: str, written: str) -> None:
    record = logging.makeLogRecord({"msg": message})
    assert json.loads(JsonFormatter().format(record))["message"] == written


def test_of_a_message_of_several_lines_the_first_is_told() -> None:
    """As PostgreSQL words it; also where tests run on a database that says less."""
    try:
        raise IntegrityError('null value in column "dong"\nDETAIL:  Failing row contains (7, Kim, Seogu).')
    except IntegrityError as error:
        record = logging.makeLogRecord({"exc_info": (type(error), error, error.__traceback__)})
    told = json.loads(JsonFormatter().format(record))["traceback"]
    assert told.endswith('django.db.utils.IntegrityError: null value in column "dong"')


def test_the_cause_is_told_before_what_came_of_it() -> None:
    try:
        try:
            raise KeyError("fees")
        except KeyError as cause:
            raise ValueError("no fees") from cause
    except ValueError as error:
        record = logging.makeLogRecord({"exc_info": (type(error), error, error.__traceback__)})
    told = json.loads(JsonFormatter().format(record))["traceback"]
    assert told.index("builtins.KeyError: 'fees'") < told.index("builtins.ValueError: no fees")


@pytest.mark.parametrize(
    "sent", ["abcdef12\nERROR forged", "abcdef12\r\nSet-Cookie: a=b", "<script>", "가나다라마바사아", "a" * 65, ""]
)
def test_a_request_number_that_could_forge_a_line_is_not_taken_over(visitor: Client, sent: str) -> None:
    answer = visitor.get("/healthz", headers={"X-Request-ID": sent})
    assert answer.headers["X-Request-ID"].isdigit()
    assert len(answer.headers["X-Request-ID"]) == 8


def test_a_line_break_in_a_message_begins_no_line_of_its_own() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, 'sign-in of %s\n{"level": "ERROR"}', ("a\r\nb",), None)
    written = JsonFormatter().format(record)
    assert written.splitlines() == [written]
    assert json.loads(written)["level"] == "INFO"
