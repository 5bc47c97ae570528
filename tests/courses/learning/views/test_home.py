"""The learner's home: the next thing first, and never more than a few queries."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from courses.curriculum.models import CourseVersion
from courses.learning import panels
from courses.learning.models import LessonCompletion, ReadingPlace
from courses.learning.queries.home import MOST_COURSES, home
from courses.runs.domain.seats import OFFER_HOLDS
from courses.runs.enums import EnrolmentState
from courses.runs.models import Enrolment
from lms.accounts.models import User
from lms.common import clock
from lms.common.text.korean import ko_date
from lms.notifications.domain import notify
from tests.factories import courses, pages, people
from tests.registries import emptied

pytestmark = pytest.mark.django_db
S = EnrolmentState


@pytest.fixture
def person(client: Client) -> User:
    someone = people.user(name="김하늘")
    client.force_login(someone)
    return someone


@pytest.fixture
def version() -> CourseVersion:
    return courses.version()


def read(row: Enrolment, lesson: int, *, minutes_ago: int) -> None:
    at = clock.now() - timedelta(minutes=minutes_ago)
    ReadingPlace.objects.create(enrolment=row, lesson_key=courses.key(row.run, lesson), anchor="p3", at=at)


def finish(row: Enrolment, lesson: int) -> None:
    key = courses.key(row.run, lesson)
    LessonCompletion.objects.create(person=row.person, lesson_key=key, enrolment=row, completed_at=clock.now())


def test_visitors_sign_in_first(client: Client) -> None:
    for name in ("my_home", "my_learning"):
        assert client.get(reverse(name)).status_code == 302
        assert client.post(reverse(name)).status_code == 405


def test_who_begins_is_shown_the_way_to_the_courses(client: Client, person: User) -> None:
    for name in ("my_home", "my_learning"):
        text = client.get(reverse(name)).content.decode()
        assert "아직 신청한 과정이 없습니다." in text
        assert reverse("curriculum") in text


def test_one_press_goes_on_where_reading_stopped(client: Client, person: User, version: CourseVersion) -> None:
    row = courses.enrolment(courses.run(version), person)
    finish(row, 1)
    read(row, 2, minutes_ago=5)
    text = client.get(reverse("my_home")).content.decode()
    assert f'href="{reverse("lesson", args=[row.run_id, courses.key(row.run, 2)])}#p3"' in text
    assert "3차시 중 1차시를 마치셨습니다." in text


def test_a_finished_lesson_is_not_gone_on_with(person: User, version: CourseVersion) -> None:
    row = courses.enrolment(courses.run(version), person)
    read(row, 1, minutes_ago=5)
    finish(row, 1)
    resume = home(person).resume
    assert resume is not None
    assert resume.lesson is not None
    assert (resume.lesson.number, resume.anchor) == (2, "")


def test_the_course_read_last_comes_first(person: User, version: CourseVersion) -> None:
    first, second = (courses.enrolment(courses.run(version), person) for _ in range(2))
    read(first, 1, minutes_ago=5)
    read(second, 1, minutes_ago=50)
    resume = home(person).resume
    assert resume is not None
    assert resume.enrolment == first


def test_before_its_first_day_a_run_says_when_it_begins(client: Client, person: User, version: CourseVersion) -> None:
    first = clock.today() + timedelta(days=4)
    row = courses.enrolment(courses.run(version, starts_on=first), person)
    read(row, 1, minutes_ago=5)  # the run was put off after the reading had begun
    text = client.get(reverse("my_home")).content.decode()
    assert ko_date(first, "short") in text
    assert reverse("learn", args=[row.run_id]) in text
    assert reverse("lesson", args=[row.run_id, courses.key(row.run, 1)]) not in text


def test_the_next_class_is_one_of_ones_own_courses(person: User, version: CourseVersion) -> None:
    mine, others, asked = (courses.run(version) for _ in range(3))
    courses.enrolment(mine, person)
    courses.enrolment(asked, person, state=S.APPLIED)
    for run in (others, asked):
        courses.session(run, 1, days=1)
    courses.session(mine, 1, days=-3)
    later, sooner = courses.session(mine, 2, days=9), courses.session(mine, 3, days=4)
    assert home(person).next_class == sooner
    assert later.starts_at > sooner.starts_at


def test_an_offered_seat_is_a_thing_to_do_until_it_lapses(person: User, version: CourseVersion) -> None:
    row = courses.enrolment(courses.run(version), person, state=S.OFFERED, offer_expires_at=clock.now() + OFFER_HOLDS)
    assert home(person).offers == [row]
    with clock.at(clock.now() + OFFER_HOLDS + timedelta(seconds=1)):
        assert home(person).offers == []


def test_my_learning_groups_by_what_is_going_on(client: Client, person: User, version: CourseVersion) -> None:
    rows = {state: courses.enrolment(courses.run(version), person, state=state) for state in S}
    courses.enrolment(courses.run(version))
    groups = client.get(reverse("my_learning")).context["groups"]
    assert {name: {row.state for row in found} for name, found in groups.items()} == {
        "now": {S.ACTIVE},
        "waiting": {S.APPLIED, S.WAITLISTED, S.OFFERED},
        "past": {S.COMPLETED, S.NOT_COMPLETED, S.WITHDRAWN, S.REJECTED, S.CANCELLED},
    }
    assert sum(map(len, groups.values())) == len(rows)


def test_other_apps_add_their_panels_in_order(person: User) -> None:
    with emptied(panels.PANELS):
        panels.PANELS.add("b", lambda user: panels.Panel("b.html", {"name": user.name}), order=2)
        panels.PANELS.add("none", lambda user: None, order=1)
        panels.PANELS.add("a", lambda user: panels.Panel("a.html"), order=1)
        assert panels.home_panels(person) == [panels.Panel("a.html"), panels.Panel("b.html", {"name": "김하늘"})]


def fill(person: User, version: CourseVersion, rows: int) -> None:
    for number in range(rows):
        run = courses.run(version)
        row = courses.enrolment(run, person)
        courses.session(run, 1, days=number + 1)
        read(row, 2, minutes_ago=number)
        courses.enrolment(courses.run(version), person, state=S.APPLIED)
        notify(person=person, kind="test", key=f"{person.pk}:{number}", title="새 소식", path="/help/")


def test_home_costs_the_same_for_one_and_for_thirty(
    client: Client, person: User, version: CourseVersion, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(person, version, 1)
    client.get(reverse("my_home"))
    with django_assert_num_queries(13):
        client.get(reverse("my_home"))
    person.notices.all().delete()
    fill(person, version, 29)
    with django_assert_num_queries(13):
        response = client.get(reverse("my_home"))
    assert len(response.context["home"].courses) == MOST_COURSES


def test_my_learning_costs_the_same_for_one_and_for_thirty(
    client: Client, person: User, version: CourseVersion, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(person, version, 1)
    client.get(reverse("my_learning"))
    with django_assert_num_queries(6):
        client.get(reverse("my_learning"))
    person.notices.all().delete()
    fill(person, version, 29)
    with django_assert_num_queries(6):
        client.get(reverse("my_learning"))


# ── after the last lesson


def test_who_finished_is_led_to_the_course_that_it_opens(client: Client, person: User) -> None:
    first = pages.published_course(pages.tier(), title="마을 첫걸음")
    rule = {"op": "course", "key": first.key}
    then = pages.published_course(first.get_parent().specific, title="마을 두걸음", prerequisites=rule)
    row = courses.enrolment(courses.run(first.versions.get()), person)
    assert home(person).finished is None
    courses.completed(row)
    finished = home(person).finished
    assert finished
    assert (finished.enrolment, finished.opens) == (row, [then])
    text = client.get(reverse("my_home")).content.decode()
    assert f'href="{reverse("course", args=[then.slug])}"' in text
    assert reverse("my_certificates") in text
    courses.enrolment(courses.run(then.versions.get()), person, state=S.APPLIED)
    assert home(person).finished is None


def test_a_seat_of_a_run_to_come_says_when_it_begins(client: Client, person: User, version: CourseVersion) -> None:
    first = clock.today() + timedelta(days=24)
    row = courses.enrolment(courses.run(version, starts_on=first), person)
    for name in ("my_home", "my_learning"):
        text = client.get(reverse(name)).content.decode()
        assert ("배우는 중</span>" in text, f"곧 시작: {ko_date(first, 'short')}" in text) == (False, True)
    with clock.at(clock.now() + timedelta(days=24)):
        assert row.begins_on is None
