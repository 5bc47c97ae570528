"""Each figure about visits, against visits of every kind."""

import uuid
from datetime import date, timedelta

import pytest

from lms.common import clock
from mentoring.coaching.enums import EngagementState
from mentoring.coaching.models import Engagement
from mentoring.communities.enums import CommunityState
from mentoring.communities.metrics import by_dong
from mentoring.visits import metrics
from mentoring.visits.domain import confirmation, writing
from mentoring.visits.enums import Side, VisitState
from mentoring.visits.metrics import COUNTS, confirmed, minutes, minutes_by_month, minutes_of_person, total
from mentoring.visits.models import Visit
from tests.factories import mentoring as make
from tests.factories import people, visits

pytestmark = pytest.mark.django_db


def every_kind(engagement: Engagement) -> None:
    """90 + 30 confirmed minutes, and one of everything that doesn't count."""
    person, staff = visits.representative_of(engagement), people.staff(engagement.centre)
    visits.log(engagement, VisitState.CONFIRMED, days_ago=1, hour=8, minutes=90)
    automatic = visits.log(engagement, days_ago=1, hour=10, minutes=30)
    Visit.objects.filter(pk=automatic.pk).update(confirm_by=clock.now() - timedelta(seconds=1))
    assert confirmation.auto_confirm_due() == 1
    visits.log(engagement, VisitState.DRAFT, days_ago=1, hour=12)
    visits.log(engagement, VisitState.SUBMITTED, days_ago=1, hour=14)
    visits.log(engagement, VisitState.OBJECTED, days_ago=1, hour=16)
    void = visits.log(engagement, VisitState.CONFIRMED, days_ago=1, hour=18)
    confirmation.void_visit(visit=void, actor=staff, reason="다른 날")
    fell_through = writing.log_no_show(
        engagement=engagement,
        author=engagement.expert.person,
        client_uuid=uuid.uuid4(),
        content=visits.content(days_ago=1, hour=20),
        side=Side.COMMUNITY,
    )
    confirmation.object_to(visit=fell_through, sent_at=fell_through.submitted_at, person=person, comment="기다렸습니다")
    confirmation.rule_on_objection(visit=fell_through, actor=staff, uphold=True, reason="확인함")


def test_only_confirmed_visits_that_took_place_count() -> None:
    engagement = make.engagement()
    every_kind(engagement)
    visits.log(make.engagement(), VisitState.CONFIRMED, minutes=45)
    month = clock.today() - timedelta(days=1)
    assert minutes_of_person(engagement.expert.person, month) == 120
    assert minutes(confirmed()) == 165
    assert total(engagement.visits.filter(COUNTS)) == 120


def test_nothing_is_zero_minutes() -> None:
    assert minutes(confirmed()) == 0


def test_a_month_begins_and_ends_at_midnight_in_seoul() -> None:
    engagement = make.engagement()
    for start, month in (
        (clock.seoul(2026, 3, 1, 0, 0), date(2026, 3, 1)),
        (clock.seoul(2026, 3, 31, 23, 50), date(2026, 3, 1)),
        (clock.seoul(2025, 12, 31, 23, 50), date(2025, 12, 1)),
        (clock.seoul(2026, 1, 1, 0, 0), date(2026, 1, 1)),
    ):
        visit = visits.confirmed_at(engagement, start)
        assert minutes_of_person(engagement.expert.person, month) == 60
        assert minutes_of_person(engagement.expert.person, month - timedelta(days=1)) == 0
        Visit.objects.filter(pk=visit.pk).update(state=VisitState.VOIDED)


def test_quiet_is_coached_for_thirty_days_and_not_visited_for_thirty() -> None:
    centre = people.centre()
    old = clock.today() - timedelta(days=30)

    def coached(**fields: object) -> Engagement:
        return make.engagement(make.community(centre), make.expert(centre), **({"starts_on": old} | fields))

    quiet = coached()
    coached(starts_on=old + timedelta(days=1))
    coached(state=EngagementState.PAUSED)
    visits.log(coached(), days_ago=29)
    only_a_draft = coached()
    visits.log(only_a_draft, VisitState.DRAFT)
    visited_then_drafted = coached()
    visits.log(visited_then_drafted, days_ago=3)
    visits.log(visited_then_drafted, VisitState.DRAFT, days_ago=1)
    resting = coached().community
    resting.state = CommunityState.RESTING
    resting.save()
    make.engagement(starts_on=old)
    assert set(Engagement.objects.filter(metrics.quiet(), centre=centre)) == {quiet, only_a_draft}


def test_a_dong_has_its_communities_and_its_experts() -> None:
    centre = people.centre()
    home, served, empty, far = (people.region(parent=parent) for parent in (*[centre.region] * 3, None))
    expert = make.expert(centre, dong=home)
    make.expert(centre, dong=empty, appointed=False)
    make.engagement(make.community(centre, dong=served), expert)
    ended = make.community(centre, dong=served)
    make.engagement(ended, expert, state=EngagementState.COMPLETED)
    make.community(centre, dong=served, state=CommunityState.CLOSED)
    make.community(centre, dong=far, state=CommunityState.RESTING)
    other = make.engagement(make.community(people.centre(), dong=far)).community
    found = {row.code: (row.communities, row.coached, row.has_expert) for row in by_dong(centre)}
    assert found == {
        home.code: (0, 0, True),
        served.code: (2, 1, True),
        empty.code: (0, 0, False),
        far.code: (1, 0, False),
    }
    everywhere = {row.code: (row.communities, row.coached, row.has_expert) for row in by_dong()}
    assert everywhere[far.code] == (2, 1, True)
    assert other.centre_id != centre.pk


def test_twelve_months_end_with_the_running_one() -> None:
    engagement = make.engagement()
    for start in (
        clock.seoul(2025, 3, 31, 23, 10),
        clock.seoul(2025, 4, 1),
        clock.seoul(2026, 1, 31, 23, 50),
        clock.seoul(2026, 3, 1),
    ):
        visits.confirmed_at(engagement, start, minutes=45)
    # Another centre's, and one that nobody confirmed.
    visits.confirmed_at(make.engagement(), clock.seoul(2026, 2, 1))
    waiting = visits.log(engagement)
    Visit.objects.filter(pk=waiting.pk).update(
        starts_at=clock.seoul(2026, 2, 1, 9), ends_at=clock.seoul(2026, 2, 1, 10)
    )
    with clock.at(clock.seoul(2026, 3, 2)):
        months = minutes_by_month(engagement.centre)
    assert (len(months), months[0].first, months[-1].first) == (12, date(2025, 4, 1), date(2026, 3, 1))
    assert {month.first: month.minutes for month in months if month.minutes} == {
        date(2025, 4, 1): 45,
        date(2026, 1, 1): 45,
        date(2026, 3, 1): 45,
    }
