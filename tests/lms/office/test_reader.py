"""What the frame of every page asks about its reader comes in one query, and says what the rules say."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from lms.accounts.models import User
from lms.common.ui import reader
from lms.common.web.context import PageFrame
from lms.notifications import domain as notices
from lms.notifications.queries import leads_here, unread
from mentoring.communities.rules import may_open_community_section
from mentoring.corps.rules import may_open_expert_section
from tests.factories import mentoring, people

pytestmark = pytest.mark.django_db


def asked_by(user: Any, path: str = "/my/") -> Any:
    request = RequestFactory().get(path)
    request.user = user
    reader.ask(request)
    return request


def told(person: User, path: str) -> None:
    key = f"seat:{people.number()}"
    notices.notify(person=person, centre=None, kind="seat", key=key, title="자리", text="", path=path)


def readers() -> list[User]:
    former = people.user()
    mentoring.representative(mentoring.community(), former, ended_on="2024-04-01")
    council = people.user()
    mentoring.appointment(mentoring.body(people.centre(), kind="council"), council)
    representative = mentoring.representative(mentoring.community())
    return [people.user(), former, council, representative, mentoring.expert().person]


def test_the_answers_are_those_of_the_rules() -> None:
    rules = (may_open_expert_section, may_open_community_section)
    alone, asked = [], []
    for person in readers():
        alone.append([rule(person) for rule in rules])
        user = asked_by(User.objects.get(pk=person.pk)).user
        with CaptureQueriesContext(connection) as queries:
            asked.append([rule(user) for rule in rules])
        assert len(queries) == 0
    assert asked == alone
    assert asked == [[False, False], [False, False], [False, False], [False, True], [True, False]]


def test_notices_are_counted_and_those_of_the_page_left_out() -> None:
    person = people.user()
    for path in ("/my/", "/my/#seat", "/my/learning/"):
        told(person, path)
    told(people.user(), "/my/")
    request = asked_by(User.objects.get(pk=person.pk))
    assert (unread(request), leads_here(request)) == (1, True)
    elsewhere = asked_by(User.objects.get(pk=person.pk), "/help/")
    assert (unread(elsewhere), leads_here(elsewhere)) == (3, False)


def test_a_frame_asks_once_and_of_a_visitor_nothing() -> None:
    user = User.objects.get(pk=people.user().pk)
    for asker, cost in ((user, 2), (AnonymousUser(), 0)):  # with the roles of the office
        request = RequestFactory().get("/my/")
        request.user = asker
        with CaptureQueriesContext(connection) as queries:
            PageFrame(request)
        assert len(queries) == cost
    assert reader.answer(AnonymousUser(), "expert") is None


def test_a_closed_account_opens_nothing_whatever_was_asked() -> None:
    person = mentoring.expert().person
    User.objects.filter(pk=person.pk).update(is_active=False)
    user = asked_by(User.objects.get(pk=person.pk)).user
    assert may_open_expert_section(user) is False
