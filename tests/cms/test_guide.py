"""The editors' guide, as the admin shows it."""

import pytest
from django.test import Client
from django.urls import reverse

from cms.guide import SOURCE, chapters
from lms.accounts.enums import Role
from lms.common.text.sanitise import clean_rich_text
from tests.factories import pages, people

pytestmark = pytest.mark.django_db


def test_only_who_enters_the_admin_reads_it(client: Client) -> None:
    url = reverse("editors_guide")
    assert url == "/cms/guide/"
    assert client.get(url).status_code == 302
    client.force_login(people.user())
    assert client.get(url).status_code == 403
    client.force_login(people.staff(pages.centre_page().centre, Role.EDITOR))
    response = client.get(url)
    assert response.status_code == 200
    assert [chapter.title for chapter in response.context["chapters"]] == [
        "1. 편집 화면 둘러보기",
        "2. 차시 만들기",
        "3. 과정과 수료 기준 만들기",
        "4. 그림, 영상, 자료",
        "5. 미리보기와 점검",
        "6. 검토 요청과 게시",
        "7. 배우고 있는 분이 있을 때",
        "8. 지우지 않고 내리기",
        "9. 글을 쉽게 쓰는 법",
    ]
    assert client.post(url).status_code == 405


def test_cleaning_takes_nothing_from_the_text() -> None:
    _comment, text = SOURCE.read_text("utf-8").split("-->\n\n")
    assert clean_rich_text(text) == text
    assert "".join(f"<h2>{chapter.title}</h2>{chapter.text}" for chapter in chapters()) == text


def test_the_help_menu_names_it_and_not_the_english_one(client: Client) -> None:
    client.force_login(people.staff(pages.centre_page().centre, Role.EDITOR))
    home = client.get("/cms/").content.decode()
    assert home.count("/cms/guide/") == 2  # the menu and beside one's name
    assert "guide.wagtail.org" not in home
