"""An expert who serves two centres has a profile at each, and changes the one that is named."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lms.common import clock
from mentoring.corps.models import Appointment, ExpertProfile
from mentoring.visits.enums import VisitState
from tests.factories import mentoring as make
from tests.factories import people, visits

pytestmark = pytest.mark.django_db
Both = tuple[ExpertProfile, ExpertProfile]


@pytest.fixture
def both() -> Both:
    first = make.expert(windows=[(1, 9, 12)])
    return first, make.expert(people.centre(), person=first.person, windows=[(5, 14, 17)])


@pytest.fixture
def expert(client: Client, both: Both) -> Client:
    client.force_login(both[0].person)
    return client


def at(path: str, profile: ExpertProfile) -> str:
    return f"{path}?centre={profile.centre.slug}"


def days(profile: ExpertProfile) -> list[int]:
    return list(profile.windows.values_list("weekday", flat=True))


def test_a_centre_that_one_does_not_serve_is_not_found(expert: Client) -> None:
    other = make.expert()
    for path in ("/mentor/schedule/", "/mentor/profile/", f"/mentor/statement/{clock.today():%Y%m}/"):
        assert expert.get(at(path, other)).status_code == 404
    for path in ("/mentor/schedule/", "/mentor/schedule/pause/"):
        assert expert.post(at(path, other), {"paused_until": ""}).status_code == 404


def test_one_centre_needs_no_choice(client: Client) -> None:
    alone = make.expert()
    client.force_login(alone.person)
    assert "?centre=" in client.get("/mentor/schedule/").content.decode()  # where the forms send
    assert 'class="filter-links"' not in client.get("/mentor/schedule/").content.decode()


def test_hours_are_those_of_the_named_centre(expert: Client, both: Both) -> None:
    first, second = both
    shown = [expert.get(at("/mentor/schedule/", row)).context["windows"][0].weekday for row in both]
    assert shown == [1, 5]
    hours = {"weekday": "3", "starts": "10:00", "ends": "12:00"}
    answer = expert.post(at("/mentor/schedule/", second), hours)
    assert answer.headers["Location"] == at("/mentor/schedule/", second)
    assert (days(first), days(second)) == ([1], [3, 5])
    expert.post(at(f"/mentor/schedule/{second.windows.get(weekday=5).pk}/remove/", second))
    assert (days(first), days(second)) == ([1], [3])


def test_a_pause_is_for_the_named_centre(expert: Client, both: Both) -> None:
    until = clock.today() + timedelta(days=9)
    expert.post(at("/mentor/schedule/pause/", both[1]), {"paused_until": until.isoformat()})
    paused = [ExpertProfile.objects.get(pk=row.pk).paused_until for row in both]
    assert paused == [None, until]


def test_the_entry_is_that_of_the_named_centre(expert: Client, both: Both) -> None:
    _first, second = both
    said = {"bio": "두 번째 센터", "capacity": "2", "hours": "5", "dong": second.dong_id, "kinds": ["village"]}
    assert expert.post(at("/mentor/profile/", second), said).status_code == 302
    assert [ExpertProfile.objects.get(pk=row.pk).bio for row in both] == ["", "두 번째 센터"]


def test_without_a_choice_the_centre_of_the_running_term_is_meant(expert: Client, both: Both) -> None:
    Appointment.objects.filter(centre=both[0].centre).update(ends_on=clock.today() - timedelta(days=1))
    for path in ("/mentor/schedule/", "/mentor/profile/"):
        assert expert.get(path).context["expert"] == both[1]
    assert expert.get(at("/mentor/profile/", both[0])).status_code == 404


def test_each_centre_has_its_own_statement(expert: Client, both: Both) -> None:
    for profile, minutes, hour in ((both[0], 60, 10), (both[1], 90, 14)):
        visits.log(make.engagement(expert_profile=profile), VisitState.CONFIRMED, minutes=minutes, hour=hour)
    month = f"/mentor/statement/{clock.today() - timedelta(days=1):%Y%m}/"
    assert [expert.get(at(month, row)).context["statement"].minutes for row in both] == [60, 90]


def test_contacts_are_shown_where_the_term_runs(expert: Client, both: Both) -> None:
    shown = []
    running: Any = [make.engagement(expert_profile=row) for row in both]
    Appointment.objects.filter(centre=both[0].centre).update(ends_on=clock.today() - timedelta(days=1))
    for engagement in running:
        shown.append(len(expert.get(f"/mentor/communities/{engagement.pk}/").context["contacts"]))
    assert shown == [0, 1]
