from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from lms.common.ui import sections
from lms.common.ui.reader import QUESTIONS
from lms.common.ui.sections import SECTIONS, TABS, UNDER, Section, Tab, Under
from lms.common.web import context
from lms.common.web.context import HelpContact
from tests.registries import emptied


class Person:
    is_authenticated = True

    def __init__(self, *roles: str) -> None:
        self.roles = roles


def section(key: str, *prefixes: str) -> Section:
    return Section(
        key=key,
        label=key,
        home_url_name=prefixes[0],
        prefixes=prefixes,
        open_to=lambda user: key in user.roles,
    )


LEARNER = section("learner", "/my/", "/learn/")
TABS_OF_LEARNERS = (
    Tab(LEARNER, "Later", "no_such:page", ("/later/",), order=4),
    Tab(LEARNER, "Notices", "/my/notices/", ("/my/notices/",), order=3, count=lambda request: 2),
    Tab(LEARNER, "Learning", "/learn/", ("/learn/",), order=2),
    Tab(LEARNER, "Home", "/my/", ("/my/",), order=1),
)


@pytest.fixture(autouse=True)
def registry() -> Iterator[None]:
    with emptied(SECTIONS), emptied(TABS), emptied(UNDER), emptied(QUESTIONS):
        SECTIONS.add("office", section("office", "/office/"), order=30)
        SECTIONS.add("learner", LEARNER, order=10)
        SECTIONS.add("expert", section("expert", "/mentor/"), order=20)
        for tab in TABS_OF_LEARNERS:
            TABS.add(tab.key, tab, order=tab.order)
        yield


@pytest.fixture
def no_contact() -> Iterator[None]:
    with emptied(context.HELP_CONTACTS):
        yield


def request(path: str, user: Any) -> HttpRequest:
    made = RequestFactory().get(path)
    made.user = user
    return made


def test_visitors_have_no_section_of_their_own_and_get_the_public_tabs() -> None:
    visitor = request("/my/", AnonymousUser())
    assert sections.sections_for(visitor.user) == []
    assert sections.current_section(visitor) is sections.PUBLIC


def test_a_request_without_user_gets_the_public_tabs() -> None:
    assert sections.current_section(RequestFactory().get("/office/")) is sections.PUBLIC


def test_sections_come_in_their_order_and_only_where_open() -> None:
    assert [s.key for s in sections.sections_for(Person("office", "learner"))] == ["learner", "office"]


@pytest.mark.parametrize(
    ("path", "key"),
    [("/office/runs/1/", "office"), ("/learn/3/", "learner"), ("/curriculum/", "learner"), ("/mentor/", "learner")],
)
def test_the_path_decides_and_else_the_first_section(path: str, key: str) -> None:
    assert sections.current_section(request(path, Person("office", "learner"))).key == key


def test_the_longest_prefix_wins() -> None:
    SECTIONS.add("pay", section("pay", "/office/pay/"), order=90)
    assert sections.current_section(request("/office/pay/3/", Person("office", "pay"))).key == "pay"


def test_another_section_of_the_same_key_is_refused() -> None:
    with pytest.raises(ValueError, match="'office' is there already"):
        SECTIONS.add("office", section("office", "/desk/"), order=1)
    assert [s.prefixes for s in sections.sections_for(Person("office"))] == [("/office/",)]


def test_a_tab_without_page_is_left_out_and_one_tab_is_current() -> None:
    learner = sections.sections_for(Person("learner"))[0]
    tabs = sections.shown_tabs(learner, request("/my/notices/7/", Person("learner")))
    assert [(tab.label, tab.url, tab.current, tab.count) for tab in tabs] == [
        ("Home", "/my/", False, 0),
        ("Learning", "/learn/", False, 0),
        ("Notices", "/my/notices/", True, 2),
    ]


def test_a_page_under_a_tab_of_another_topic_marks_that_tab() -> None:
    def current() -> list[str]:
        tabs = sections.shown_tabs(LEARNER, request("/my/papers/7/", Person("learner")))
        return [str(tab.label) for tab in tabs if tab.current]

    assert current() == ["Home"]
    UNDER.add("papers", Under(LEARNER, "/learn/", ("/my/papers/",)))
    assert current() == ["Learning"]


def test_seven_tabs_are_too_many() -> None:
    more = [Tab(LEARNER, str(number), "/", ("/",), order=number) for number in (5, 6, 7)]
    TABS.add("five", more[0])
    TABS.add("six", more[1])
    assert sections.check_tabs() == []
    TABS.add("seven", more[2])
    assert [error.id for error in sections.check_tabs()] == ["common.E001"]


def test_pages_under_a_tab_that_is_not_there_are_told() -> None:
    UNDER.add("papers", Under(LEARNER, "/no/", ("/my/papers/",)))
    assert [error.id for error in sections.check_tabs()] == ["common.E002"]


def test_a_page_knows_all_sections_but_tabs_of_the_current_one_only() -> None:
    frame = context.page(request("/office/", Person("office", "learner")))
    assert [(s.key, s.current, s.url) for s in frame["sections"]] == [
        ("learner", False, "/my/"),
        ("office", True, "/office/"),
    ]
    assert frame["section"].key == "office"
    assert [s.tabs for s in frame["sections"] if not s.current] == [[]]


@pytest.mark.usefixtures("no_contact")
def test_whom_to_call_comes_from_the_provider() -> None:
    assert context.help_contact_of(request("/", AnonymousUser())) is None
    contact = HelpContact("박정은", "0620000000")
    context.HELP_CONTACTS.add("desk", lambda asked: contact if asked.path == "/here/" else None)
    assert context.page(request("/here/", AnonymousUser()))["help_contact"].name == "박정은"
    assert not context.page(request("/there/", AnonymousUser()))["help_contact"]
