"""What a person sees and presses: applying, and answering for a seat."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from courses import criteria
from courses.runs.domain.seats import OFFER_HOLDS
from courses.runs.enums import LIVE, Admission, EnrolmentState, RunState
from courses.runs.models import CourseRun, Enrolment
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from tests.factories import courses, people

pytestmark = pytest.mark.django_db
S = EnrolmentState
GOOD = {"years_active": "2", "note": "이웃과 배우고 싶습니다", "consent": "on"}


@pytest.fixture
def run() -> CourseRun:
    return courses.run(capacity=1)


@pytest.fixture
def person(client: Client) -> User:
    someone = people.user(name="김하늘", phone="01012345678")
    client.force_login(someone)
    return someone


def page_of(run: CourseRun) -> str:
    return reverse("apply", args=[run.pk])


def offered(run: CourseRun, person: User) -> Enrolment:
    return courses.enrolment(run, person, state=S.OFFERED, offer_expires_at=clock.now() + OFFER_HOLDS)


def waiting(run: CourseRun, person: User | None = None) -> Enrolment:
    return courses.enrolment(run, person, state=S.WAITLISTED, queued_at=clock.now())


def test_a_visitor_signs_in_first_and_comes_back(client: Client, run: CourseRun) -> None:
    for method in (client.get, client.post):
        response = method(page_of(run))
        assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next={page_of(run)}")
    assert Enrolment.objects.count() == 0


@pytest.mark.parametrize("state", [RunState.DRAFT, RunState.CANCELLED])
def test_what_is_not_announced_is_no_page(client: Client, person: User, state: str) -> None:
    for run_id in (courses.run(state=state).pk, 999_999):
        assert client.get(reverse("apply", args=[run_id])).status_code == 404
        assert client.post(reverse("apply", args=[run_id]), GOOD).status_code == 404


def test_known_data_is_shown_and_the_application_sent(client: Client, person: User, run: CourseRun) -> None:
    shown = client.get(page_of(run))
    assert shown.status_code == 200
    for text in ("김하늘", "010-1234-5678", "1자리 중 1자리 남음"):
        assert text in shown.content.decode()
    response = client.post(page_of(run), GOOD)
    assert (response.status_code, response.url) == (302, page_of(run))
    made = Enrolment.objects.get()
    assert (made.person, made.run, made.state) == (person, run, S.ACTIVE)
    assert (made.years_active, made.note) == (2, "이웃과 배우고 싶습니다")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"consent": ""}, "consent"),
        ({"years_active": "-1"}, "years_active"),
        ({"years_active": "많이"}, "years_active"),
        ({"years_active": "99999999999999999999"}, "years_active"),
        ({"note": "가" * 501}, "note"),
        ({"note": "900101-1234567"}, "note"),
    ],
)
def test_bad_input_is_named_and_kept(
    client: Client, person: User, run: CourseRun, changes: dict[str, str], field: str
) -> None:
    response = client.post(page_of(run), GOOD | changes)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert (GOOD | changes)["note"] in response.content.decode()
    assert Enrolment.objects.count() == 0


def test_what_a_form_does_not_ask_is_not_taken(client: Client, person: User, run: CourseRun) -> None:
    """Another person, a state or a run in the body change nothing."""
    other, elsewhere = people.user(), courses.run(run.version)
    forged = GOOD | {"person": other.pk, "state": S.COMPLETED, "run": elsewhere.pk, "attempt": 9}
    assert client.post(page_of(run), forged).status_code == 302
    made = Enrolment.objects.get()
    assert (made.person, made.run, made.state, made.attempt) == (person, run, S.ACTIVE, 1)


def test_a_double_click_makes_one_application(client: Client, person: User, run: CourseRun) -> None:
    for _click in range(2):
        assert client.post(page_of(run), GOOD).status_code == 302
    assert Enrolment.objects.get().state == S.ACTIVE


def test_the_last_seat_goes_to_the_first_of_two(client: Client, person: User, run: CourseRun) -> None:
    """Both saw one seat left; the second is told the place in the queue and loses nothing."""
    assert "1자리 중 1자리 남음" in client.get(page_of(run)).content.decode()
    courses.enrolment(run)
    response = client.post(page_of(run), GOOD, follow=True)
    assert Enrolment.objects.get(person=person).state == S.WAITLISTED
    assert "대기 1번째이십니다." in response.content.decode()


def test_a_full_run_says_which_place_one_would_have(client: Client, person: User, run: CourseRun) -> None:
    courses.enrolment(run)
    waiting(run)
    assert "지금 신청하시면 대기 2번째이십니다." in client.get(page_of(run)).content.decode()


def test_where_the_centre_decides_a_full_run_promises_no_place_in_the_queue(client: Client, run: CourseRun) -> None:
    decided = courses.run(run.version, admission=Admission.APPROVAL, capacity=1)
    courses.enrolment(decided)
    waiting(decided)
    client.force_login(people.user())
    form = client.get(page_of(decided)).content.decode()
    assert re.findall(r"대기 \d+번째", form) == []
    assert "자리가 모두 찼습니다. 지금 승인되면 대기자 명단에 오릅니다." in form
    client.post(page_of(decided), GOOD)
    assert re.findall(r"대기 \d+번째", client.get(page_of(decided)).content.decode()) == []


def test_a_form_sent_after_the_window_is_refused_and_kept(client: Client, person: User, run: CourseRun) -> None:
    later = courses.run(run.version, name="다음 기수", apply_until=clock.now() + timedelta(days=60))
    with clock.at(run.apply_until):
        response = client.post(page_of(run), GOOD)
    text = response.content.decode()
    assert response.status_code == 422
    for part in ("신청이 마감되었습니다.", GOOD["note"], reverse("apply", args=[later.pk])):
        assert part in text
    assert Enrolment.objects.count() == 0


def test_a_missing_course_is_named_with_the_way_to_it(client: Client, person: User) -> None:
    first = courses.version(title="마을 입문")
    run = courses.run(courses.version(prerequisites={"op": "course", "key": first.course_key}))
    text = client.get(page_of(run)).content.decode()
    assert "마을 입문" in text
    assert reverse("curriculum") in text
    assert 'id="apply"' not in text
    assert client.post(page_of(run), GOOD).status_code == 422
    assert Enrolment.objects.count() == 0


SAYS = {
    S.APPLIED: "신청을 받았습니다.",
    S.WAITLISTED: "대기 1번째이십니다.",
    S.OFFERED: "자리가 났습니다.",
    S.ACTIVE: "자리가 정해졌습니다.",
    S.COMPLETED: "이 과정을 수료하셨습니다.",
}


@pytest.mark.parametrize("state", sorted(LIVE))
def test_who_is_in_it_sees_where_they_stand_and_no_form(
    client: Client, person: User, run: CourseRun, state: str
) -> None:
    row = waiting(run, person) if state == S.WAITLISTED else offered(run, person)
    Enrolment.objects.filter(pk=row.pk).update(state=state)
    text = client.get(page_of(run)).content.decode()
    assert SAYS[S(state)] in text
    assert 'id="apply"' not in text


def test_reading_changes_nothing(client: Client, person: User, run: CourseRun) -> None:
    row = offered(run, person)
    with clock.at(clock.now() + 2 * OFFER_HOLDS):
        client.get(page_of(run))
    for action in ("withdraw", "accept", "decline"):
        assert client.get(reverse("enrolment_action", args=[row.pk, action])).status_code == 405
    row.refresh_from_db()
    assert row.state == S.OFFERED


def test_anothers_enrolment_is_no_page(client: Client, person: User, run: CourseRun) -> None:
    theirs = offered(run, people.user())
    for actor in (person, run.coordinator, people.staff(run.centre, Role.MANAGER)):
        client.force_login(actor)
        for action in ("withdraw", "accept", "decline"):
            assert client.post(reverse("enrolment_action", args=[theirs.pk, action])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == S.OFFERED


def test_a_step_that_does_not_exist_is_no_page(client: Client, person: User, run: CourseRun) -> None:
    row = offered(run, person)
    assert client.post(reverse("enrolment_action", args=[row.pk, "complete"])).status_code == 404


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("accept", S.OFFERED, S.ACTIVE),
        ("decline", S.OFFERED, S.CANCELLED),
        ("withdraw", S.ACTIVE, S.WITHDRAWN),
        ("accept", S.WAITLISTED, S.WAITLISTED),
        ("withdraw", S.OFFERED, S.OFFERED),
        ("withdraw", S.COMPLETED, S.COMPLETED),
    ],
)
def test_one_button_one_step(
    client: Client, person: User, run: CourseRun, action: str, before: str, after: str
) -> None:
    row = offered(run, person)
    Enrolment.objects.filter(pk=row.pk).update(state=before)
    response = client.post(reverse("enrolment_action", args=[row.pk, action]))
    assert (response.status_code, response.url) == (302, page_of(run))
    row.refresh_from_db()
    assert row.state == after


def test_a_late_acceptance_is_told_so(client: Client, person: User, run: CourseRun) -> None:
    row = offered(run, person)
    Enrolment.objects.filter(pk=row.pk).update(offer_expires_at=clock.now() - timedelta(minutes=1))
    response = client.post(reverse("enrolment_action", args=[row.pk, "accept"]), follow=True)
    assert "자리를 받을 수 있는 시간이 지나" in response.content.decode()
    row.refresh_from_db()
    assert row.state == S.CANCELLED


def test_the_page_costs_the_same_for_one_and_for_thirty(
    client: Client, person: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = courses.run(admission=Admission.OPEN, capacity=1)
    waiting(run)
    client.get(page_of(run))
    with django_assert_num_queries(15):
        client.get(page_of(run))
    for _ in range(29):
        waiting(run)
    with django_assert_num_queries(15):
        client.get(page_of(run))


def test_the_form_says_what_the_course_asks(client: Client, person: User) -> None:
    rule = {"op": "years_active", "n": 3}
    run = courses.run(courses.version(prerequisites=rule))
    (condition,) = criteria.sentences(criteria.parse(rule))
    assert condition in client.get(page_of(run)).content.decode()
    response = client.post(page_of(run), GOOD)
    assert (response.status_code, Enrolment.objects.count()) == (422, 0)
    assert client.post(page_of(run), GOOD | {"years_active": "3"}).status_code == 302
    assert Enrolment.objects.get().state == S.APPLIED
