"""Course news goes to who asked for it and lives near, once for each run."""

from datetime import timedelta

import pytest

from courses.runs.domain.news import announce_open_runs
from courses.runs.enums import RunState
from lms.accounts.enums import RegionLevel
from lms.accounts.models import User
from lms.common import clock
from lms.notifications.models import Notice
from lms.privacy.enums import Purpose
from tests.factories import courses, people

pytestmark = pytest.mark.django_db


def told() -> set[User]:
    return {notice.person for notice in Notice.objects.all()}


def test_it_reaches_who_asked_for_it_near_the_centre() -> None:
    run = courses.run()
    district = run.centre.region
    near = [people.user(dong=people.region(parent=district)), people.user(dong=district), people.user()]
    part_of_the_city = people.region(RegionLevel.SIGUNGU, parent=district)
    near.append(people.user(dong=people.region(parent=part_of_the_city)))
    far, asked_for_none = people.user(dong=people.region(parent=people.district())), people.user()
    enrolled = courses.enrolment(run).person
    for person in [*near, far, enrolled]:
        people.consent(person, Purpose.NEWS)
    people.consent(asked_for_none, Purpose.NEWS)
    people.consent(asked_for_none, Purpose.NEWS, given=False)
    assert [announce_open_runs(), announce_open_runs()] == [1, 0]
    assert told() == set(near)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": RunState.DRAFT},
        {"state": RunState.CLOSED},
        {"apply_from": clock.now() + timedelta(days=1)},
        {"apply_until": clock.now() - timedelta(days=1)},
    ],
)
def test_of_a_run_that_takes_no_applications_there_is_none(fields: dict[str, object]) -> None:
    run = courses.run(**fields)
    people.consent(people.user(), Purpose.NEWS)
    assert (announce_open_runs(), told()) == (0, set())
    run.state, run.apply_from = RunState.PUBLISHED, clock.now() - timedelta(days=2)
    run.apply_until = clock.now() + timedelta(days=2)
    run.save()
    assert (announce_open_runs(), len(told())) == (1, 1)
