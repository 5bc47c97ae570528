"""Who belongs to a community, as the conditions of a course ask for it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from courses.criteria import Status
from courses.learning.queries.progress import progress
from courses.runs.domain.enrolment import apply_for_run
from courses.runs.enums import EnrolmentState
from courses.runs.models import CourseRun
from courses.runs.queries.prerequisites import prerequisites
from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError
from mentoring.communities.enums import CommunityRole, CommunityState
from mentoring.communities.models import CommunityMembership
from tests.factories import courses, mentoring, people
from tests.wording import korean

pytestmark = pytest.mark.django_db
MEMBERS_ONLY = {"op": "community_member"}


def member(role: str = CommunityRole.MEMBER, *, state: str = CommunityState.ACTIVE, ended: int | None = None) -> User:
    """In a community since a month ago; `ended` so many days ago."""
    today, person = clock.today(), people.user()
    CommunityMembership.objects.create(
        community=mentoring.community(state=state),
        person=person,
        role=role,
        since=today - timedelta(days=30),
        ended_on=None if ended is None else today - timedelta(days=ended),
    )
    return person


@pytest.fixture
def run() -> CourseRun:
    return courses.run(courses.version(prerequisites=MEMBERS_ONLY))


def test_who_belongs_to_none_is_refused_and_told_what_to_do(client: Client, run: CourseRun) -> None:
    for outside in (people.user(), member(ended=1), member(state=CommunityState.CLOSED)):
        with pytest.raises(DomainError) as refused:
            apply_for_run(run=run, person=outside)
        assert refused.value.code == "prerequisite"
    client.force_login(outside)
    page = client.get(reverse("apply", args=[run.pk])).content.decode()
    asked = korean("Be a member of a village community")
    todo = korean(
        "Please ask the representative of your community to enter you as a member. "
        "If you belong to no community yet, please call the centre."
    )
    assert f"{asked}. {todo}" in page
    assert korean("Send the application") not in page


@pytest.mark.parametrize("role", CommunityRole)
@pytest.mark.parametrize("state", [CommunityState.ACTIVE, CommunityState.RESTING])
def test_whoever_belongs_to_one_may_apply(run: CourseRun, role: str, state: str) -> None:
    person = member(role, state=state)
    assert apply_for_run(run=run, person=person).state == EnrolmentState.ACTIVE


def test_only_a_course_that_asks_for_it_reads_the_communities(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    person = member()
    for rule, queries in (({}, 4), (MEMBERS_ONLY, 5)):
        with django_assert_num_queries(queries):
            assert prerequisites(rule, person=person, years_active=0).met


def test_a_completion_rule_may_ask_for_it_too() -> None:
    run = courses.run(courses.version(lessons=1, rule=MEMBERS_ONLY))
    inside, outside = (courses.enrolment(run, person) for person in (member(), people.user()))
    assert [progress(row).result.status for row in (inside, outside)] == [Status.MET, Status.NOT_YET]
