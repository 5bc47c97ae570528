"""The tabs of each section, which several topics enter, in the order of the screen. A new topic's own may stand between."""

from typing import Any

import pytest
from django.core import checks
from django.test import Client, RequestFactory
from django.utils.translation import override

from lms.common.ui import sections
from lms.common.ui.sections import PUBLIC, SECTIONS
from tests.factories import people

ROWS = {
    "public": [
        ("배우기", "/curriculum/"),
        ("공동체", "/communities/"),
        ("전문지원단", "/experts/"),
        ("도움말", "/help/"),
    ],
    "my": [("홈", "/my/"), ("내 학습", "/my/learning/"), ("공동체", "/communities/"), ("알림", "/my/notifications/")],
    "mentor": [
        ("홈", "/mentor/"),
        ("일지", "/mentor/logs/"),
        ("공동체", "/mentor/communities/"),
        ("학습", "/my/"),
        ("알림", "/my/notifications/"),
    ],
    "community": [
        ("홈", "/community/"),
        ("코칭", "/community/requests/"),
        ("방문", "/community/visits/"),
        ("학습", "/my/"),
        ("알림", "/my/notifications/"),
    ],
    "office": [
        ("홈", "/office/"),
        ("사람", "/office/people/"),
        ("공동체", "/office/communities/"),
        ("배정", "/office/requests/"),
        ("과정", "/office/runs/"),
        ("알림", "/my/notifications/"),
    ],
}


def shown(key: str, path: str) -> list[Any]:
    request = RequestFactory().get(path)
    request.user = people.user()
    section = PUBLIC if key == "public" else SECTIONS[key]
    with override("ko"):
        return [(str(tab.label), tab.url, tab.current) for tab in sections.shown_tabs(section, request)]


def test_the_sections_stand_in_their_order() -> None:
    assert [key for key in SECTIONS if key in ROWS] == ["office", "mentor", "community", "my"]


@pytest.mark.django_db
@pytest.mark.parametrize("key", ROWS)
def test_the_tabs_of_a_section_stand_in_their_order(key: str) -> None:
    found = [(label, url) for label, url, _current in shown(key, "/")]
    assert [tab for tab in found if tab in ROWS[key]] == ROWS[key]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "path", "label"),
    [
        ("public", "/curriculum/mj-101/", "배우기"),
        ("public", "/communities/", "공동체"),
        ("public", "/experts/", "전문지원단"),
        ("public", "/help/", "도움말"),
        ("my", "/my/profile/", "홈"),
        ("my", "/learn/1/", "내 학습"),
        ("my", "/my/certificates/", "내 학습"),
        ("my", "/my/apply/1/", "내 학습"),
        ("my", "/my/notifications/", "알림"),
        ("mentor", "/mentor/schedule/", "홈"),
        ("mentor", "/mentor/logs/1/", "일지"),
        ("mentor", "/mentor/communities/1/", "공동체"),
        ("community", "/community/3/members/", "홈"),
        ("community", "/community/requests/1/", "코칭"),
        ("community", "/community/reviews/1/", "코칭"),
        ("office", "/office/jobs/1/", "홈"),
        ("office", "/office/people/1/", "사람"),
        ("office", "/office/appointments/", "사람"),
        ("office", "/office/bodies/", "사람"),
        ("office", "/office/bodies/1/", "사람"),
        ("office", "/office/records/", "사람"),
        ("office", "/office/communities/1/", "공동체"),
        ("office", "/office/requests/1/", "배정"),
        ("office", "/office/engagements/", "배정"),
        ("office", "/office/offers/1/withdraw/", "배정"),
        ("office", "/office/logs/1/", "배정"),
        ("office", "/office/runs/1/", "과정"),
        ("office", "/office/completions/", "과정"),
        ("office", "/office/certificates/1/", "과정"),
        ("office", "/office/enrolments/1/evidence/", "과정"),
    ],
)
def test_a_page_marks_its_tab(key: str, path: str, label: str) -> None:
    assert [label for label, _url, current in shown(key, path) if current] == [label]


@pytest.mark.django_db
def test_visitors_see_the_public_tabs(client: Client) -> None:
    found = client.get("/help/").content.decode().partition('<ul class="tabs">')[2].partition("</ul>")[0]
    assert [found.count(f'href="{path}"') for path in ("/curriculum/", "/communities/", "/experts/", "/help/")] == [
        1
    ] * 4


def test_all_tabs_fit_and_none_is_lost() -> None:
    assert checks.run_checks(tags=None) == []
