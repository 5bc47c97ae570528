"""What is recorded when people read others' data or are refused: who, from where, whose, what; one row each."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common.enums import Access
from lms.common.models import AccessLog, StateChange
from mentoring.communities.domain import communities as domain
from tests.factories import certificates, mentoring, people

pytestmark = pytest.mark.django_db


def client_of(user: User, **sent: str) -> Client:
    client = Client(**sent)
    client.force_login(user)
    return client


def recorded() -> list[tuple[int, str, str, int | None, list[int]]]:
    return [(row.actor_id, row.action, row.subject, row.subject_id, row.people) for row in AccessLog.objects.all()]


@pytest.fixture
def world() -> dict[str, Any]:
    centre = people.centre()
    community = mentoring.community(centre)
    return {
        "centre": centre,
        "community": community,
        "representative": mentoring.representative(community, people.user(phone="01000000001")),
        "coordinator": people.staff(centre),
    }


# ── reading


def test_a_person_page_is_recorded_with_from_where(world: dict[str, Any]) -> None:
    client = client_of(world["coordinator"], REMOTE_ADDR="10.1.2.3")
    address = reverse("office_person", args=[world["representative"].pk])
    response = client.get(address, headers={"X-Request-ID": "abcdef12345"})
    assert response.status_code == 200
    row = AccessLog.objects.get()
    assert (row.actor, row.action, row.people) == (
        world["coordinator"],
        Access.CONTACTS,
        [world["representative"].pk],
    )
    assert (row.subject, row.subject_id, row.centre_id) == (
        "accounts.user",
        world["representative"].pk,
        world["centre"].pk,
    )
    assert (row.ip, row.request_id) == ("10.1.2.3", "abcdef12345")


def test_ones_own_data_is_nobody_elses_business(world: dict[str, Any]) -> None:
    own = reverse("office_person", args=[world["coordinator"].pk])
    assert client_of(world["coordinator"]).get(own).status_code == 200
    assert recorded() == []


def test_a_page_of_thirty_people_is_one_row_and_one_insert(world: dict[str, Any]) -> None:
    learners = [certificates.enrolment(world["centre"], people.user()).person_id for _ in range(28)]
    client = client_of(world["coordinator"])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(reverse("office_people")).status_code == 200
    assert len([query for query in queries if query["sql"].startswith("INSERT")]) == 1
    assert recorded() == [
        (
            world["coordinator"].pk,
            Access.CONTACTS,
            "accounts.centre",
            world["centre"].pk,
            sorted([*learners, world["representative"].pk]),
        )
    ]
    assert AccessLog.objects.about(learners[0]).count() == 1
    assert AccessLog.objects.about(world["coordinator"].pk).count() == 0


def test_a_number_within_another_is_not_that_person() -> None:
    reader = people.user()
    AccessLog.objects.create(actor=reader, action=Access.EXPORT, subject="x", whose=",117,21,", at=reader.date_joined)
    assert [AccessLog.objects.about(number).count() for number in (117, 21, 17, 1, 11, 2)] == [1, 1, 0, 0, 0, 0]


def test_contacts_of_a_community_are_recorded_for_office_and_expert(world: dict[str, Any]) -> None:
    engagement = mentoring.engagement(world["community"])
    expert = engagement.expert.person
    assert client_of(world["coordinator"]).get(f"/office/communities/{world['community'].pk}/").status_code == 200
    assert client_of(expert).get(f"/mentor/communities/{engagement.pk}/").status_code == 200
    whose = sorted(world["community"].memberships.values_list("person", flat=True))
    assert recorded() == [
        (expert.pk, "contacts", "coaching.engagement", engagement.pk, whose),
        (world["coordinator"].pk, "contacts", "communities.community", world["community"].pk, whose),
    ]


# ── refusals


def test_a_refusal_is_recorded_though_its_transaction_is_undone(world: dict[str, Any]) -> None:
    auditor = people.staff(world["centre"], Role.AUDITOR)
    page = f"/office/communities/{world['community'].pk}/state/"
    answer = client_of(auditor).post(page, {"state-state": "resting", "state-reason": "한동안 쉽니다."})
    assert answer.status_code == 403
    row = AccessLog.objects.get(action=Access.DENIED)
    assert (row.actor, row.subject, row.centre_id) == (auditor, page.replace("state", "…"), world["centre"].pk)
    assert row.data == {"method": "POST", "status": 403}


@pytest.mark.parametrize("page", ["/office/people/{}/", "/office/communities/{}/", "/office/logs/{}/"])
def test_another_centres_row_is_a_refusal(world: dict[str, Any], page: str) -> None:
    stranger = people.staff(people.centre())
    address = page.format(world["community"].pk)
    assert client_of(stranger).get(address).status_code == 404
    assert recorded() == [(stranger.pk, "denied", address, None, [])]


def test_a_section_that_is_not_ones_own_is_a_refusal() -> None:
    person = people.user()
    assert client_of(person).get("/office/").status_code == 404
    assert recorded() == [(person.pk, "denied", "/office/", None, [])]


@pytest.mark.parametrize(
    "page", ["/no-such-page/", "/communities/없는-공동체/", "/curriculum/mj-999/", "/verify/AAAA/"]
)
def test_a_typing_mistake_is_no_refusal(page: str) -> None:
    client_of(people.user()).get(page)
    Client().get("/office/people/1/")
    assert recorded() == []


# ── from where


@pytest.mark.parametrize(
    ("proxies", "sent", "kept"),
    [
        (0, "198.51.100.7", "127.0.0.1"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "1.1.1.1, 203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (2, "198.51.100.7", "127.0.0.1"),
        (1, "<script>", None),
    ],
)
def test_the_address_is_believed_from_trusted_proxies_only(
    settings: Any, proxies: int, sent: str, kept: str | None
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    client_of(people.user()).get("/office/", headers={"X-Forwarded-For": sent})
    assert AccessLog.objects.get().ip == kept


def test_a_change_of_state_says_from_where_it_came(world: dict[str, Any]) -> None:
    page = f"/office/communities/{world['community'].pk}/state/"
    client = client_of(world["coordinator"], REMOTE_ADDR="10.9.8.7")
    client.post(
        page, {"state-state": "resting", "state-reason": "한동안 쉽니다."}, headers={"X-Request-ID": "12345678"}
    )
    row = StateChange.objects.get(action="state")
    assert (row.ip, row.request_id) == ("10.9.8.7", "12345678")


def test_what_no_request_changed_has_no_place(world: dict[str, Any]) -> None:
    domain.set_state(community=world["community"], state="resting", reason="한동안 쉽니다.", actor=world["coordinator"])
    row = StateChange.objects.get(action="state")
    assert (row.ip, row.request_id) == (None, "")
