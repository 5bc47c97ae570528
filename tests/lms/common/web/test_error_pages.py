import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from lms.common import clock
from lms.common.clock import seoul
from lms.common.web import views
from tests.markup import start_tags

pytestmark = pytest.mark.django_db


def post_without_token(data: dict[str, Any], **headers: str) -> str:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/display/", data, headers=headers)
    assert response.status_code == 400
    return response.content.decode()


def test_a_stranger_s_page_gets_no_token_for_its_text() -> None:
    assert "wrote-this" not in post_without_token({"text": "wrote-this"})
    assert "wrote-this" not in post_without_token({"text": "wrote-this"}, Origin="https://evil.example")


def test_what_was_written_here_comes_back_when_the_token_ran_out() -> None:
    page = post_without_token({"text": "<wrote>"}, Origin="http://testserver")
    assert '<input type="hidden" name="text" value="&lt;wrote&gt;">' in page
    assert 'name="csrfmiddlewaretoken"' in page


def test_a_password_is_never_written_into_a_page() -> None:
    assert "s3cret" not in post_without_token({"password": "s3cret", "text": "a"}, Origin="http://testserver")


@pytest.mark.parametrize(("excess", "status"), [(0, 422), (1, 413)])
def test_what_is_too_much_says_so(client: Client, excess: int, status: int) -> None:
    written = "text=".ljust(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + excess, "a")
    answer = client.post("/display/", written, "application/x-www-form-urlencoded")
    assert answer.status_code == status
    assert ("<h1>한 번에 보내기에는 너무 큽니다</h1>" in answer.content.decode()) == bool(excess)


def test_a_withdrawn_page_names_what_replaced_it(rf: RequestFactory) -> None:
    response = views.gone(rf.get("/"), instead=("/communities/", "공동체 보기"))
    assert response.status_code == 410
    assert '<a class="btn" href="/communities/">공동체 보기</a>' in response.content.decode()


def test_too_many_requests_says_until_when(rf: RequestFactory) -> None:
    with clock.at(seoul(2026, 3, 2, 14)):
        response = views.too_many_requests(rf.get("/"), until=clock.now() + timedelta(minutes=15))
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "900"
    assert "오후 2시 15분" in response.content.decode()


@pytest.mark.django_db(databases=[])
def test_the_500_page_asks_the_database_nothing(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.request_id = "a1b2"
    response = views.server_error(request)
    assert response.status_code == 500
    assert "a1b2" in response.content.decode()


@pytest.mark.parametrize("name", ["help", "accessibility", "privacy", "display"])
def test_content_pages_are_complete(client: Client, name: str) -> None:
    page = client.get(f"/{name}/").content.decode()
    assert page.count("<h1") == 1
    assert start_tags(page, "html") == [{"lang": "ko"}]
    assert start_tags(page, "a").count({"class": "skip", "href": "#main"}) == 1


def test_no_template_has_inline_style_or_script() -> None:
    found = [
        path.name
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        if "emails" not in path.parts
        and re.search(r"\sstyle=|<style|<script(?![^>]*(\ssrc=|application/json))|\son\w+=", path.read_text("utf-8"))
    ]
    assert found == []
