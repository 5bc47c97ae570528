"""The office's home: what waits, the oldest first, and for each role only what it may do."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from courses.runs.enums import EnrolmentState
from courses.runs.models import CourseRun
from lms.accounts.enums import Role
from lms.accounts.models import Centre
from lms.common import clock
from mentoring.coaching.enums import RequestState
from mentoring.visits.enums import VisitState
from tests.factories import courses, mentoring, people, visits

pytestmark = pytest.mark.django_db
HOME = "/office/"


@pytest.fixture
def centre() -> Centre:
    return people.centre()


def asked(centre: Centre, days: int, **fields: Any) -> Any:
    community = mentoring.community(centre)
    return mentoring.request(
        community, RequestState.SUBMITTED, **fields | {"submitted_at": clock.now() - timedelta(days=days)}
    )


def applied(run: CourseRun, days: int) -> Any:
    moment = clock.now() - timedelta(days=days)
    return courses.enrolment(run, state=EnrolmentState.APPLIED, applied_at=moment)


@pytest.fixture
def run(centre: Centre) -> CourseRun:
    return courses.run(centre=centre)


def queue_of(client: Client) -> list[tuple[str, int, bool]]:
    return [(line.who, line.days, line.late) for line in client.get(HOME).context["home"].queue]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
def test_who_can_not_do_it_has_no_task(client: Client, centre: Centre, run: CourseRun, role: Role) -> None:
    asked(centre, 1)
    applied(run, 1)
    visits.log(mentoring.engagement(mentoring.community(centre)), VisitState.OBJECTED)
    client.force_login(people.staff(centre, role))
    home = client.get(HOME).context["home"]
    assert (home.queue, home.todos) == ([], [])


def test_the_oldest_stands_first_whatever_it_is(client: Client, centre: Centre, run: CourseRun) -> None:
    old, new, between = asked(centre, 9), asked(centre, 0), applied(run, 3)
    asked(people.centre(), 20)
    client.force_login(people.staff(centre))
    assert queue_of(client) == [
        (old.community.name, 9, True),
        (between.person.name, 3, False),
        (new.community.name, 0, False),
    ]
    text = client.get(HOME).content.decode()
    due = clock.today() + timedelta(days=4)
    assert [word for word in ("9일째", "기한 지남", f"{due.month}월 {due.day}일") if word not in text] == []
    places = [
        text.index(f'href="{page}"') for page in (f"/office/requests/{old.pk}/", f"/office/runs/{between.run_id}/")
    ]
    assert places == sorted(places)


def test_what_is_sensitive_is_marked(client: Client, centre: Centre) -> None:
    client.force_login(people.staff(centre))
    asked(centre, 1)
    assert [line.sensitive for line in client.get(HOME).context["home"].queue] == [False]
    asked(centre, 2, sensitive=True)
    assert [line.sensitive for line in client.get(HOME).context["home"].queue] == [True, False]


def test_an_objection_waits_since_it_was_made(client: Client, centre: Centre) -> None:
    engagement = mentoring.engagement(mentoring.community(centre))
    with clock.at(clock.now() - timedelta(days=3)):
        visit = visits.log(engagement)
    visits.confirmation.object_to(
        visit=visit, sent_at=visit.submitted_at, person=visits.representative_of(engagement), comment="달라요"
    )
    client.force_login(people.staff(centre))
    assert queue_of(client) == [(engagement.community.name, 0, False)]


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(client: Client, centre: Centre, run: CourseRun, django_assert_num_queries: Any, rows: int) -> None:
    for day in range(rows):
        asked(centre, day)
        applied(run, day)
    client.force_login(people.staff(centre))
    client.get(HOME)
    with django_assert_num_queries(14):
        client.get(HOME)
