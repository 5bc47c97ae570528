"""The editors' part speaks Korean where Wagtail's catalogue doesn't, and by the site's name."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from lms.accounts.enums import Role
from tests.factories import pages, people
from tests.wording import korean

pytestmark = pytest.mark.django_db


def test_every_tab_bears_the_name_of_the_site(client: Client) -> None:
    client.force_login(people.staff(pages.centre_page().centre, Role.REVIEWER))
    for name in ("wagtailadmin_home", "wagtailadmin_reports:workflow", "wagtailimages:index"):
        title = re.search(r"<title>(.*?)</title>", client.get(reverse(name)).content.decode(), re.DOTALL)
        assert title
        assert title[1].strip().endswith(f"- {settings.SITE_NAME}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Published", "게시됨"),
        ("New", "새 글"),
        ("Task submitted by", "검토를 요청한 사람"),
        ("Started at", "시작한 때"),
        ("History", "기록"),
        ("redirects", "옛 주소 안내"),
        ("root page", "첫 페이지"),
    ],
)
def test_words_of_the_admin_are_those_of_editors(text: str, said: str) -> None:
    assert korean(text) == said
