"""Each figure about visits, against visits of every kind."""

import uuid
from datetime import date, timedelta

import pytest

from lms.common import clock
from mentoring.domain import coaching, confirmation
from mentoring.enums import CommunityState, EngagementState, Side, VisitState
from mentoring.models import CoachingSession, Engagement
from mentoring.queries import metrics
from tests.factories import mentoring as make
from tests.factories import people, visits

pytestmark = pytest.mark.django_db


def every_kind(engagement: Engagement) -> None:
    """90 + 30 confirmed minutes, and one of everything that doesn't count."""
    person, staff = visits.representative_of(engagement), people.staff(engagement.centre)
    visits.log(engagement, VisitState.CONFIRMED, days_ago=1, hour=8, minutes=90)
    automatic = visits.log(engagement, days_ago=1, hour=10, minutes=30)
    CoachingSession.objects.filter(pk=automatic.pk).update(confirm_by=clock.now() - timedelta(seconds=1))
    assert confirmation.auto_confirm_due() == 1
    visits.log(engagement, VisitState.DRAFT, days_ago=1, hour=12)
    visits.log(engagement, VisitState.SUBMITTED, days_ago=1, hour=14)
    visits.log(engagement, VisitState.OBJECTED, days_ago=1, hour=16)
    void = visits.log(engagement, VisitState.CONFIRMED, days_ago=1, hour=18)
    confirmation.void(session=void, actor=staff, reason="다른 날")
    fell_through = coaching.log_no_show(
        engagement=engagement,
        author=engagement.expert.person,
        client_uuid=uuid.uuid4(),
        data=visits.data(days_ago=1, hour=20),
        side=Side.COMMUNITY,
    )
    confirmation.object_to(session=fell_through, person=person, comment="기다렸습니다")
    confirmation.rule(session=fell_through, actor=staff, uphold=True, reason="확인함")


def test_only_confirmed_visits_that_took_place_count() -> None:
    engagement = make.engagement()
    every_kind(engagement)
    visits.log(make.engagement(), VisitState.CONFIRMED, minutes=45)
    month = clock.today() - timedelta(days=1)
    assert metrics.minutes_of_person(engagement.expert.person, month) == 120
    assert metrics.minutes(metrics.confirmed()) == 165
    assert metrics.total(engagement.sessions.filter(metrics.COUNTS)) == 120
    assert metrics.unanswered(engagement.centre).count() == 2


def test_nothing_is_zero_minutes() -> None:
    assert metrics.minutes(metrics.confirmed()) == 0


def test_a_month_begins_and_ends_at_midnight_in_seoul() -> None:
    engagement = make.engagement()
    log = visits.log(engagement, VisitState.CONFIRMED)
    for start, month in (
        (clock.seoul(2026, 3, 1, 0, 0), date(2026, 3, 1)),
        (clock.seoul(2026, 3, 31, 23, 50), date(2026, 3, 1)),
        (clock.seoul(2025, 12, 31, 23, 50), date(2025, 12, 1)),
        (clock.seoul(2026, 1, 1, 0, 0), date(2026, 1, 1)),
    ):
        CoachingSession.objects.filter(pk=log.pk).update(starts_at=start, ends_at=start + timedelta(minutes=60))
        assert metrics.minutes_of_person(engagement.expert.person, month) == 60
        assert metrics.minutes_of_person(engagement.expert.person, month - timedelta(days=1)) == 0


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
