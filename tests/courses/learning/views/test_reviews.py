from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from courses.learning.domain.attendance import record_sheet
from courses.learning.domain.reviews import propose
from courses.learning.enums import Presence, Proposal, ReviewState
from courses.learning.models import CompletionReview
from courses.runs.enums import EnrolmentState
from courses.runs.models import Enrolment
from lms.accounts.enums import Role
from lms.accounts.models import Centre
from lms.common import clock
from lms.office.queries.home import home
from tests.clients import signed_in
from tests.factories import courses, people

pytestmark = pytest.mark.django_db
LIST = "/office/reviews/"


def doubted(number: int = 1) -> list[CompletionReview]:
    """So many people of one run, whose only class was corrected after they had completed by it."""
    run = courses.run(courses.version(lessons=1, rule={"op": "attendance", "min_share": 100}))
    session, rows = courses.session(run, 1), [courses.enrolment(run) for _person in range(number)]
    for presence in (Presence.PRESENT, Presence.ABSENT):
        marks = {row.person_id: presence for row in rows}
        record_sheet(session=session, marks=marks, actor=run.coordinator, and_close=True)
    return list(CompletionReview.objects.order_by("pk"))


@pytest.fixture
def review() -> CompletionReview:
    return doubted()[0]


def page(review: CompletionReview, act: str = "") -> str:
    return f"{LIST}{review.pk}/{act}"


def office(centre: Centre, role: Role = Role.MANAGER) -> Client:
    return signed_in(people.staff(centre, role))


def test_strangers_find_nothing(review: CompletionReview) -> None:
    for client in (signed_in(review.completion.person), office(people.centre())):
        assert [client.get(page(review)).status_code, client.post(page(review, "propose/")).status_code] == [404, 404]


def test_an_auditor_reads_and_decides_nothing(review: CompletionReview) -> None:
    auditor = office(review.centre, Role.AUDITOR)
    shown = auditor.get(page(review))
    assert (shown.status_code, "<form" in shown.content.decode().partition("<main")[2]) == (200, False)
    assert auditor.post(page(review, "propose/"), {"proposal": "keep", "reason": "까닭"}).status_code == 403
    review.refresh_from_db()
    assert review.state == ReviewState.WAITING


def test_two_people_withdraw_it_on_the_page(review: CompletionReview) -> None:
    first, second = office(review.centre, Role.COORDINATOR), office(review.centre)
    body = first.get(page(review)).content.decode()
    assert [word in body for word in ("결석", review.completion.person.name)] == [True, True]
    answer = first.post(page(review, "propose/"), {"proposal": "withdraw", "reason": "대리 서명"})
    assert (answer.status_code, answer["Location"]) == (302, page(review))
    assert 'value="agree"' not in first.get(page(review)).content.decode()
    assert 'value="agree"' in second.get(page(review)).content.decode()
    second.post(page(review, "answer/"), {"answer": "agree"})
    assert Enrolment.objects.get().state == EnrolmentState.ACTIVE


@pytest.mark.parametrize(
    "data", [{}, {"proposal": "keep"}, {"reason": "까닭"}, {"proposal": "erase", "reason": "까닭"}]
)
def test_without_a_choice_and_a_reason_nothing_is_proposed(review: CompletionReview, data: dict[str, str]) -> None:
    assert office(review.centre).post(page(review, "propose/"), data).status_code == 422
    review.refresh_from_db()
    assert review.state == ReviewState.WAITING


@pytest.mark.parametrize("data", [{}, {"answer": ""}, {"answer": "both"}])
def test_without_a_button_nothing_is_decided(review: CompletionReview, data: dict[str, str]) -> None:
    propose(review=review, proposal=Proposal.WITHDRAW, reason="까닭", actor=people.staff(review.centre))
    assert office(review.centre).post(page(review, "answer/"), data).status_code == 422
    review.refresh_from_db()
    assert review.state == ReviewState.PROPOSED


def test_the_home_counts_it_for_those_who_may_decide_now(review: CompletionReview) -> None:
    coordinator = review.completion.enrolment.run.coordinator

    def counted(*actors: Any) -> list[int]:
        return [sum(todo.count for todo in home(one, review.centre).todos if todo.url == LIST) for one in actors]

    manager, auditor = people.staff(review.centre, Role.MANAGER), people.staff(review.centre, Role.AUDITOR)
    assert counted(coordinator, manager, auditor) == [1, 1, 0]
    propose(review=review, proposal=Proposal.KEEP, reason="까닭", actor=coordinator)
    assert counted(coordinator, manager) == [0, 1]


def test_the_list_is_filtered_by_state_run_person_and_day() -> None:
    one, two = doubted(2)
    propose(review=two, proposal=Proposal.KEEP, reason="까닭", actor=people.staff(one.centre))
    CompletionReview.objects.filter(pk=two.pk).update(opened_at=clock.now() - timedelta(days=9))
    client, run = office(one.centre, Role.AUDITOR), one.completion.enrolment.run_id

    def found(query: str) -> list[CompletionReview]:
        return list(client.get(LIST + query).context["list"].page)

    day = clock.today() - timedelta(days=8)
    assert found("") == found("?state=all") == found(f"?run={run}") == [two, one]
    assert found("?state=waiting") == found(f"?person={one.completion.person_id}") == found(f"?since={day}") == [one]
    assert found("?state=proposed") == found(f"?until={day}") == found(f"?q={two.completion.person.name}") == [two]
    assert found(f"?state=proposed&person={one.completion.person_id}") == found("?state=kept") == []


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_takes_the_same_queries_for_one_and_for_thirty(
    number: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    staff = office(doubted(number)[0].centre)
    staff.get(LIST)
    with django_assert_num_queries(7):
        assert staff.get(LIST).content.decode().count("/office/reviews/") >= number
