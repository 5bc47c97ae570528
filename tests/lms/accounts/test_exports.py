"""The lists of the office as files: closed first, then what each shows."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lms.accounts.enums import Role
from lms.accounts.models import Membership
from lms.common import clock
from lms.common.enums import Access
from lms.common.models import AccessLog
from mentoring.visits.enums import VisitState
from tests.clients import signed_in
from tests.factories import mentoring, office, people, visits

pytestmark = pytest.mark.django_db
REASON = {"reason": "월례 회의 준비", "format": "csv"}


@pytest.fixture
def world() -> dict[str, Any]:
    return office.world()


@pytest.mark.parametrize("what", ["communities", "people", "learners", "logs", "hours", "records"])
def test_who_may_not_download_gets_nothing_and_a_get_makes_no_file(world: dict[str, Any], what: str) -> None:
    page = reverse("office_download", args=[what])
    assert Client().post(page, REASON).status_code == 302
    assert signed_in(people.user()).post(page, REASON).status_code == 404
    assert signed_in(world["auditor"]).post(page, REASON).status_code == 403
    assert signed_in(world["manager"]).get(page).status_code == 405
    assert signed_in(world["manager"]).post(page, {"format": "csv"}).status_code == 422
    assert not AccessLog.objects.filter(action=Access.EXPORT).exists()


def lines_of(client: Client, page: str) -> list[str]:
    response = client.post(page, REASON)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode().removeprefix("\ufeff").splitlines()


def test_the_list_of_communities_has_its_own_centres_rows_and_no_formula(world: dict[str, Any]) -> None:
    mentoring.community(people.centre())
    lines = lines_of(signed_in(world["coordinator"]), reverse("office_download", args=["communities"]))
    assert len(lines) == 2
    assert lines[1].startswith('"\'=모임()","')
    row = AccessLog.objects.get(action=Access.EXPORT)
    representative = visits.representative_of(world["engagement"])
    assert (row.actor, row.people, row.centre_id, row.reason) == (
        world["coordinator"],
        [representative.pk],
        world["centre"].pk,
        REASON["reason"],
    )


def make_elsewhere(world: dict[str, Any]) -> None:
    """What a list of this centre has no line of: the manager's other centre, and what only coordinators may read."""
    elsewhere = mentoring.engagement(mentoring.community(people.centre(name="하나지원센터")))  # not the first by name
    Membership.objects.create(centre=elsewhere.centre, person=world["manager"], role=Role.MANAGER, since=clock.today())
    centre = world["centre"]
    sensitive = mentoring.engagement(mentoring.community(centre), world["engagement"].expert)
    sensitive.request.sensitive = True
    sensitive.request.save()
    visits.log(elsewhere, VisitState.CONFIRMED)
    visits.log(sensitive, VisitState.CONFIRMED, hour=9)


def test_the_list_of_experts(world: dict[str, Any]) -> None:
    """Of people, filtered: those in term of one centre."""
    make_elsewhere(world)
    expert = world["engagement"].expert.person
    former = mentoring.expert(world["centre"])
    former.person.appointments.update(ends_on=clock.today() - timedelta(days=1))
    lines = lines_of(signed_in(world["manager"]), reverse("office_download", args=["people"]) + "?kind=expert")
    assert [line.split(",")[0] for line in lines] == ['"이름"', f'"{expert.name}"']


def test_logs_and_hours_hold_numbers_and_never_what_was_written(world: dict[str, Any]) -> None:
    make_elsewhere(world)
    visit = visits.log(world["engagement"], VisitState.CONFIRMED, minutes=90)
    client = signed_in(world["manager"])
    logs = lines_of(client, reverse("office_download", args=["logs"]))
    assert len(logs) == 2
    assert logs[1].endswith(f',5,90,"{visit.get_state_display()}"')
    assert visit.content not in logs[1]
    hours = lines_of(client, reverse("office_download", args=["hours"]))
    assert hours[1:] == [f'"{visit.starts_at:%Y-%m}","{visit.author.name}",90']
