"""The editors' part speaks Korean where Wagtail's catalogue doesn't, and by the site's name."""

import gettext
import re
from pathlib import Path

import pytest
import wagtail
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

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


# A particle behind a number or a name, in quotes or in bold as well, is wrong for half of what may stand there.
WRAPPED = r"""(?:</?[a-z][^>]*>|["'’”»])*"""
PARTICLE = re.compile(
    rf"(%\([a-z_]+\)[sd]|%[sd]|\{{[a-z_]*\}}|\d){WRAPPED}(?:가|이|을|를|은|는|와|과|으로|로|(?:에 ?)?의해|까지)(?![가-힣])"
)


def test_no_particle_stands_behind_what_may_end_in_any_letter() -> None:
    found = {}
    for path in Path(wagtail.__file__).parent.rglob("locale/ko/LC_MESSAGES/django.mo"):
        with path.open("rb") as compiled:
            texts = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]
        for key in (key for key, text in texts.items() if PARTICLE.search(text)):
            with translation.override("ko"):
                said = translation.gettext(key) if isinstance(key, str) else translation.ngettext(key[0], key[0], 2)
            found |= {key: said} if PARTICLE.search(said) else {}
    assert found == {}
