"""The pages of bodies: strangers and readers first, then the manager, then what became of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lms.accounts.enums import Role
from lms.common import clock
from lms.common.records import statelog
from mentoring.corps.domain import drafting
from mentoring.corps.enums import AppointmentState, BodyKind
from mentoring.corps.models import Body
from mentoring.corps.queries.bodies import Quorum
from tests.clients import signed_in
from tests.factories import mentoring, people

pytestmark = pytest.mark.django_db
SETTINGS = {
    "name": "햇살협의회",
    "seats_min": "1",
    "seats_max": "5",
    "quorum_present": "half",
    "quorum_agree": "two_thirds",
    "term_months": "24",
    "renewable": "on",
}


@pytest.fixture
def world() -> dict[str, Any]:
    centre = people.centre()
    return {
        "centre": centre,
        "body": mentoring.body(centre, kind=BodyKind.COUNCIL),
        "coordinator": people.staff(centre),
        "manager": people.staff(centre, Role.MANAGER),
        "auditor": people.staff(centre, Role.AUDITOR),
        "elsewhere": people.staff(people.centre(), Role.MANAGER),
    }


def founding(world: dict[str, Any]) -> dict[str, str]:
    return {
        "kind": "council",
        "region": str(world["centre"].region_id),
        "appointer_title": "구청장",
        "requires_acceptance": "on",
        "letter_prefix": "서구-위촉",
        "letter_text": "위원으로 위촉합니다.",
        "acceptance_text": "위촉을 승낙합니다.",
        "required_course": "",
    }


def page_of(body: Body) -> str:
    return reverse("office_body", args=[body.pk])


def step(body: Body, name: str) -> str:
    return reverse("office_body_step", args=[body.pk, name])


# ── the list


def test_the_office_reads_its_own_bodies(world: dict[str, Any]) -> None:
    url = reverse("office_bodies")
    assert signed_in(people.user()).get(url).status_code == 404
    assert signed_in(world["elsewhere"]).get(url).context["bodies"] == []
    closed = mentoring.body(world["centre"], closed_on=clock.today())
    for who, may_make in (("coordinator", False), ("auditor", False), ("manager", True)):
        context = signed_in(world[who]).get(url).context
        found = (context["bodies"], context["closed"], context["may_make"])
        assert found == ([world["body"]], [closed], may_make)


def test_where_all_bodies_are_closed_they_are_there_and_another_can_be_made(world: dict[str, Any]) -> None:
    Body.objects.filter(pk=world["body"].pk).update(closed_on=clock.today())
    page = signed_in(world["manager"]).get(reverse("office_bodies")).content.decode()
    assert world["body"].name in page
    assert "아직 조직이 없습니다" not in page
    assert page.count(f'href="{reverse("office_body_new")}"') == 1


def test_without_a_body_managers_are_led_on_and_others_told_whom_to_ask(world: dict[str, Any]) -> None:
    world["body"].delete()
    new = reverse("office_body_new")
    for url in (reverse("office_bodies"), reverse("office_appointments")):
        for who, leads, says in (("coordinator", 0, 1), ("auditor", 0, 1), ("manager", 1, 0)):
            page = signed_in(world[who]).get(url).content.decode()
            found = (
                page.count(f'href="{new}"'),
                page.count("센터장에게 말씀해 주세요."),
                "아직 조직이 없습니다" in page,
            )
            assert found == (leads, says, True), (url, who)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_the_same_number_of_queries(
    world: dict[str, Any], rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(rows - 1):
        mentoring.appointment(mentoring.body(world["centre"]))
    client = signed_in(world["manager"])
    client.get(reverse("office_bodies"))
    with django_assert_num_queries(LIST_QUERIES):
        assert len(client.get(reverse("office_bodies")).context["bodies"]) == rows


LIST_QUERIES = 4


# ── a new one


def test_only_the_manager_makes_a_body(world: dict[str, Any]) -> None:
    url, data = reverse("office_body_new"), SETTINGS | founding(world)
    for who in ("coordinator", "auditor"):
        client = signed_in(world[who])
        assert (client.get(url).status_code, client.post(url, data).status_code) == (403, 403)
    assert Body.objects.filter(name="햇살협의회").count() == 0
    client = signed_in(world["manager"])
    assert client.get(url).status_code == 200
    refused = client.post(url, data | {"seats_min": "6", "name": "햇"})
    assert (refused.status_code, sorted(refused.context["form"].errors)) == (422, ["name", "seats_max"])
    response = client.post(url, data)
    made = Body.objects.get(name="햇살협의회")
    assert (response.status_code, response.url) == (302, page_of(made))
    assert (made.centre, made.kind, made.region, made.appointer_title, made.letter_prefix) == (
        world["centre"],
        BodyKind.COUNCIL,
        world["centre"].region,
        "구청장",
        "서구-위촉",
    )
    assert (made.seats_min, made.seats_max, made.term_months, made.renewable) == (1, 5, 24, True)
    assert (made.quorum_present, made.quorum_agree) == ("half", "two_thirds")
    assert (made.requires_acceptance, made.required_course, made.closed_on) == (True, "", None)
    assert [(row.action, row.actor) for row in statelog.history(made)] == [("create", world["manager"])]


def test_a_second_press_makes_no_second_body_and_a_taken_name_is_said(world: dict[str, Any]) -> None:
    url, data, client = reverse("office_body_new"), SETTINGS | founding(world), signed_in(world["manager"])
    first, second = client.post(url, data), client.post(url, data)
    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    other = client.post(url, data | {"seats_max": "9"})
    assert (other.status_code, dict(other.context["form"].errors)) == (
        422,
        {"name": ["이 이름의 조직이 이미 있습니다."]},
    )
    assert Body.objects.filter(name="햇살협의회").values_list("seats_max", flat=True).get() == 5


def test_another_centres_place_is_no_place_for_a_body(world: dict[str, Any]) -> None:
    data = SETTINGS | founding(world) | {"region": str(people.centre().region_id)}
    refused = signed_in(world["manager"]).post(reverse("office_body_new"), data)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["region"])


# ── what can be changed


def test_only_the_manager_changes_a_body(world: dict[str, Any]) -> None:
    mentoring.appointment(world["body"])
    url = page_of(world["body"])
    for who in ("coordinator", "auditor"):
        client = signed_in(world[who])
        assert (client.get(url).status_code, client.post(url, SETTINGS).status_code) == (200, 403)
    client = signed_in(world["manager"])
    assert client.post(url, SETTINGS | {"seats_min": "9"}).status_code == 422
    assert client.post(url, SETTINGS).status_code == 302
    world["body"].refresh_from_db()
    assert (world["body"].name, world["body"].seats_max, world["body"].term_months) == ("햇살협의회", 5, 24)


def test_the_page_counts_the_quorum_of_those_in_office(world: dict[str, Any]) -> None:
    client, url, members = signed_in(world["coordinator"]), page_of(world["body"]), "회의가 열리는 데 필요한 출석"
    page = client.get(url).content.decode()
    assert (members in page, page.count("아직 정하지 않음")) == (True, 2)
    Body.objects.update(quorum_present="half", quorum_agree="two_thirds")
    assert client.get(url).context["quorum"] == Quorum(None, None)  # nobody to count
    for state in (AppointmentState.ACTIVE,) * 3 + (AppointmentState.SUSPENDED, AppointmentState.OFFERED):
        mentoring.appointment(world["body"], state=state)
    answer = client.get(url)
    assert answer.context["quorum"] == Quorum(3, 2)
    said = " ".join(answer.content.decode().split())
    assert ("과반수 · 재임 4명 가운데 3명" in said, "3분의 2 이상 · 3명이 오시면 2명" in said) == (True, True)


def test_a_part_that_there_is_not_is_no_quorum(world: dict[str, Any]) -> None:
    client, url = signed_in(world["manager"]), page_of(world["body"])
    refused = client.post(url, SETTINGS | founding(world) | {"quorum_agree": "most"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["quorum_agree"])


def test_a_quorum_that_a_colleague_changed_meanwhile_is_asked_about(world: dict[str, Any]) -> None:
    client, url = signed_in(world["manager"]), page_of(world["body"])
    sent = SETTINGS | founding(world) | {"seen": client.get(url).context["form"]["seen"].value()}
    Body.objects.update(quorum_agree="all")
    late = client.post(url, sent)
    assert (late.status_code, [one.theirs for one in late.context["form"].differences]) == (409, ["모두"])
    assert Body.objects.get(pk=world["body"].pk).quorum_agree == "all"


def test_seats_never_fall_below_what_is_taken(world: dict[str, Any]) -> None:
    mentoring.appointment(world["body"])
    mentoring.appointment(world["body"])
    response = signed_in(world["manager"]).post(page_of(world["body"]), SETTINGS | {"seats_max": "1"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["seats_max"])


def test_the_name_of_another_body_is_not_taken(world: dict[str, Any]) -> None:
    mentoring.body(world["centre"], name="햇살협의회")
    response = signed_in(world["manager"]).post(page_of(world["body"]), SETTINGS | founding(world))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["name"])


def test_papers_are_worded_anew_until_somebody_is_proposed(world: dict[str, Any]) -> None:
    client, url = signed_in(world["manager"]), page_of(world["body"])
    assert client.post(url, SETTINGS | founding(world) | {"letter_text": "새 글"}).status_code == 302
    world["body"].refresh_from_db()
    assert world["body"].letter_text == "새 글"
    drafting.draft_appointment(
        body=world["body"], person=people.known(world["centre"]), starts_on=clock.today(), actor=world["coordinator"]
    )
    assert "letter_text" not in client.get(url).context["form"].fields
    late = client.post(url, SETTINGS | founding(world) | {"letter_text": "또 다른 글"})
    assert (late.status_code, late.context["form"].non_field_errors()) == (
        422,
        ["이미 위촉 절차가 있었던 조직이라, 위촉장·승낙서의 내용은 바꿀 수 없습니다."],
    )
    assert "또 다른 글" in late.content.decode()
    world["body"].refresh_from_db()
    assert world["body"].letter_text == "새 글"


def test_what_hangs_on_a_body_is_shown(world: dict[str, Any]) -> None:
    mentoring.appointment(world["body"])
    drafting.draft_appointment(
        body=world["body"], person=people.known(world["centre"]), starts_on=clock.today(), actor=world["coordinator"]
    )
    context = signed_in(world["auditor"]).get(page_of(world["body"])).context
    found = (context["open"], context["seats_used"], context["may_change"])
    assert found == ({"in_office": 1, "in_process": 1}, 1, False)


# ── closing


def test_only_the_manager_closes_a_body_and_opens_it_again(world: dict[str, Any]) -> None:
    body = world["body"]
    assert signed_in(world["elsewhere"]).post(step(body, "close")).status_code == 404
    for who in ("coordinator", "auditor"):
        assert signed_in(world[who]).post(step(body, "close")).status_code == 403
    client = signed_in(world["manager"])
    assert client.post(step(body, "delete")).status_code == 404
    body.refresh_from_db()
    assert body.closed_on is None
    for name, day in (("close", clock.today()), ("close", clock.today()), ("reopen", None), ("reopen", None)):
        assert client.post(step(body, name)).url == page_of(body)
        body.refresh_from_db()
        assert body.closed_on == day
    assert [row.action for row in statelog.history(body).order_by("pk")] == ["close", "reopen"]


def test_a_closed_body_is_offered_nowhere(world: dict[str, Any]) -> None:
    Body.objects.filter(pk=world["body"].pk).update(closed_on=clock.today())
    person = mentoring.appointment(world["body"], ends_on=clock.today() + timedelta(days=20)).person
    client = signed_in(world["manager"])
    context = client.get(reverse("office_appointments")).context
    assert (context["bodies"], context["renewals"]) == ([], [])
    assert list(context["list"].form.fields["body"].queryset) == [world["body"]]
    page = client.get(reverse("office_appointment_new"), {"person": person.pk})
    assert "조직이 아직 없습니다. 센터장이 위촉 화면의 조직에서 만듭니다." in page.content.decode()
