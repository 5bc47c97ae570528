"""The pages of appointments: strangers first, then who may, then what the page and the papers say."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from courses.credentials.enums import CertificateState
from courses.learning.panels import home_panels
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.enums import Access
from lms.common.models import AccessLog
from mentoring.corps.domain import appointing, drafting, term_changes
from mentoring.corps.enums import AppointmentState, BodyKind
from mentoring.corps.models import Appointment, Body
from tests.clients import signed_in
from tests.factories import certificates, mentoring, people

pytestmark = pytest.mark.django_db
SIGNED = {"signed_name": "예시위원", "phone": "010-1234-5678", "address": "경열로 1"}


@pytest.fixture
def world() -> dict[str, Any]:
    centre = people.centre()
    body = mentoring.body(centre, kind=BodyKind.COUNCIL)
    coordinator, manager = people.staff(centre), people.staff(centre, Role.MANAGER)
    person = people.known(centre, name="예시위원")
    made = drafting.draft_appointment(body=body, person=person, starts_on=clock.today(), actor=coordinator)
    return {
        "centre": centre,
        "body": body,
        "coordinator": coordinator,
        "manager": manager,
        "auditor": people.staff(centre, Role.AUDITOR),
        "elsewhere": people.staff(people.centre(), Role.MANAGER),
        "person": person,
        "appointment": made,
    }


def offer(world: dict[str, Any]) -> Appointment:
    return appointing.offer_appointment(appointment=world["appointment"], actor=world["manager"])


def my_page(world: dict[str, Any], name: str = "my_appointment") -> str:
    return reverse(name, args=[world["appointment"].pk])


# ── the person


def test_a_draft_is_hidden_from_the_person_and_an_offer_from_everyone_else(world: dict[str, Any]) -> None:
    assert signed_in(world["person"]).get(my_page(world)).status_code == 404
    offer(world)
    assert signed_in(people.user()).get(my_page(world)).status_code == 404
    assert signed_in(world["manager"]).get(my_page(world)).status_code == 404
    assert Client().get(my_page(world)).status_code == 302
    assert signed_in(world["person"]).get(my_page(world)).status_code == 200


def test_nobody_accepts_declines_or_resigns_for_another(world: dict[str, Any]) -> None:
    offer(world)
    for user in (people.user(), world["manager"], world["elsewhere"]):
        client = signed_in(user)
        answers = {
            client.post(my_page(world), SIGNED).status_code,
            client.post(my_page(world, "my_appointment_decline")).status_code,
            client.post(my_page(world, "my_appointment_resign"), {"resign-reason": "x"}).status_code,
        }
        assert answers == {404}
    world["appointment"].refresh_from_db()
    assert world["appointment"].state == AppointmentState.OFFERED


@pytest.mark.parametrize("name", ["my_appointment_decline", "my_appointment_resign"])
def test_an_answer_is_never_a_get(world: dict[str, Any], name: str) -> None:
    offer(world)
    assert signed_in(world["person"]).get(my_page(world, name)).status_code == 405


def test_another_name_is_refused_and_what_was_written_stays(world: dict[str, Any]) -> None:
    offer(world)
    response = signed_in(world["person"]).post(my_page(world), SIGNED | {"signed_name": "다른사람"})
    assert response.status_code == 422
    assert "다른사람" in response.content.decode()
    assert "예시위원" in str(response.context["form"].errors["signed_name"])
    world["appointment"].refresh_from_db()
    assert world["appointment"].state == AppointmentState.OFFERED


def test_known_data_stand_in_the_form_and_accepting_leads_to_the_papers(world: dict[str, Any]) -> None:
    User.objects.filter(pk=world["person"].pk).update(phone="01099998888", address="상무대로 7")
    offer(world)
    client = signed_in(world["person"])
    page = client.get(my_page(world)).content.decode()
    assert ("010-9999-8888" in page, "상무대로 7" in page) == (True, True)
    assert client.post(my_page(world), SIGNED).status_code == 302
    assert client.post(my_page(world), SIGNED).status_code == 302  # a second press
    world["appointment"].refresh_from_db()
    assert (world["appointment"].state, world["appointment"].signed_phone) == (AppointmentState.ACTIVE, "01012345678")
    page = client.get(my_page(world)).content.decode()
    assert (reverse("appointment_letter", args=[world["appointment"].pk]) in page, "승낙서" in page) == (True, True)


def test_declining_needs_no_reason(world: dict[str, Any]) -> None:
    offer(world)
    assert signed_in(world["person"]).post(my_page(world, "my_appointment_decline")).status_code == 302
    world["appointment"].refresh_from_db()
    assert world["appointment"].state == AppointmentState.DECLINED


@pytest.mark.parametrize("name", ["my_appointment", "my_appointment_decline", "my_appointment_resign"])
def test_what_was_written_to_an_offer_that_was_taken_back_stays(world: dict[str, Any], name: str) -> None:
    appointing.withdraw_appointment(appointment=offer(world), actor=world["manager"], reason="착오")
    written = SIGNED | {"decline-reason": "먼 곳으로 이사합니다", "resign-reason": "먼 곳으로 이사합니다"}
    answer = signed_in(world["person"]).post(my_page(world, name), written)
    page = answer.content.decode()
    assert (answer.status_code, "지금은 할 수 없습니다" in page) == (422, True)
    assert ("010-1234-5678" if name == "my_appointment" else "먼 곳으로 이사합니다") in page
    world["appointment"].refresh_from_db()
    assert world["appointment"].state == AppointmentState.WITHDRAWN


def test_whoever_accepted_can_step_back_before_the_first_day(world: dict[str, Any]) -> None:
    Appointment.objects.filter(pk=world["appointment"].pk).update(starts_on=clock.today() + timedelta(days=9))
    world["appointment"].refresh_from_db()
    offer(world)
    client = signed_in(world["person"])
    client.post(my_page(world), SIGNED)
    assert "맡지 못하게 되었을 때" in client.get(my_page(world)).content.decode()
    assert client.post(my_page(world, "my_appointment_resign"), {"resign-reason": ""}).status_code == 422
    for _press in range(2):
        answer = client.post(my_page(world, "my_appointment_resign"), {"resign-reason": "수술을 받습니다"})
        assert answer.status_code == 302
    world["appointment"].refresh_from_db()
    assert (world["appointment"].state, world["appointment"].end_reason) == ("withdrawn", "수술을 받습니다")


def test_a_body_without_an_acceptance_asks_for_no_signature(world: dict[str, Any]) -> None:
    Body.objects.filter(pk=world["body"].pk).update(requires_acceptance=False)
    offer(world)
    client = signed_in(world["person"])
    page = client.get(my_page(world))
    assert (list(page.context["form"].fields), "위촉을 승낙합니다." in page.content.decode()) == ([], False)
    assert client.post(my_page(world)).status_code == 302
    world["appointment"].refresh_from_db()
    assert (world["appointment"].state, world["appointment"].signed_name) == (AppointmentState.ACTIVE, "")
    assert client.get(reverse("appointment_acceptance", args=[world["appointment"].pk])).status_code == 404
    assert client.get(reverse("appointment_letter", args=[world["appointment"].pk])).status_code == 200


def test_the_office_decides_about_a_revoked_certificate(world: dict[str, Any]) -> None:
    revoked = certificates.certificate(world["centre"], world["person"], state=CertificateState.REVOKED)
    made = mentoring.appointment(world["body"], people.user(name="예시단원"), certificate=revoked)
    page, client = reverse("office_appointment", args=[made.pk]), signed_in(world["manager"])
    step = reverse("office_appointment_step", args=[made.pk, "keep"])
    assert "수료증 없는 위촉" in client.get(reverse("office_appointments")).content.decode()
    assert "수료증 없이 유지" in client.get(page).content.decode()
    assert signed_in(world["coordinator"]).post(step, {"keep-reason": "경력"}).status_code == 403
    assert client.post(step, {"keep-reason": ""}).status_code == 422
    assert client.post(step, {"keep-reason": "다른 과정의 경력"}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.exception_reason) == (AppointmentState.ACTIVE, "다른 과정의 경력")
    assert "수료증 없는 위촉" not in client.get(reverse("office_appointments")).content.decode()
    assert "수료증 없이 유지" not in client.get(page).content.decode().split("h-history")[0]


def test_resigning_needs_one(world: dict[str, Any]) -> None:
    offer(world)
    client = signed_in(world["person"])
    client.post(my_page(world), SIGNED)
    assert client.post(my_page(world, "my_appointment_resign"), {"resign-reason": ""}).status_code == 422
    assert client.post(my_page(world, "my_appointment_resign"), {"resign-reason": "이사"}).status_code == 302
    world["appointment"].refresh_from_db()
    assert (world["appointment"].state, world["appointment"].end_reason) == (AppointmentState.RESIGNED, "이사")


def test_an_offer_that_ran_out_says_whom_to_call(world: dict[str, Any]) -> None:
    offer(world)
    with clock.at(clock.now() + timedelta(days=15)):
        client = signed_in(world["person"])
        response = client.get(my_page(world))
        assert response.context["offer_over"] is True
        assert f"tel:{world['centre'].phone}" in response.content.decode()
        assert client.post(my_page(world), SIGNED).status_code == 422


def test_the_home_shows_an_offer_and_nothing_of_a_draft(world: dict[str, Any]) -> None:
    mine = [
        panel for panel in home_panels(world["person"]) if panel.template == "mentoring/corps/my_appointment_panel.html"
    ]
    assert mine == []
    offer(world)
    panel = next(p for p in home_panels(world["person"]) if p.template == "mentoring/corps/my_appointment_panel.html")
    assert panel.context == {"appointments": [world["appointment"]]}
    page = signed_in(world["person"]).get(reverse("my_home")).content.decode()
    assert f'href="{my_page(world)}"' in page


def test_without_an_appointment_the_page_says_where_offers_appear() -> None:
    response = signed_in(people.user()).get(reverse("my_appointments"))
    assert (response.status_code, response.context["appointments"]) == (200, [])


# ── the papers


@pytest.mark.parametrize("paper", ["appointment_letter", "appointment_acceptance"])
def test_papers_are_for_the_person_and_this_centres_office(world: dict[str, Any], paper: str) -> None:
    offer(world)
    signed_in(world["person"]).post(my_page(world), SIGNED)
    url = my_page(world, paper)
    assert Client().get(url).status_code == 302
    assert [signed_in(who).get(url).status_code for who in (people.user(), world["elsewhere"])] == [404, 404]
    for who in ("person", "coordinator", "manager", "auditor"):
        response = signed_in(world[who]).get(url)
        assert (response.status_code, response["Content-Type"], b"".join(response)[:5]) == (
            200,
            "application/pdf",
            b"%PDF-",
        )
        assert "no-store" in response["Cache-Control"]


def test_there_is_no_paper_before_its_time(world: dict[str, Any]) -> None:
    offer(world)
    client = signed_in(world["person"])
    assert client.get(my_page(world, "appointment_letter")).status_code == 404
    assert client.get(my_page(world, "appointment_acceptance")).status_code == 404


def test_a_suspended_expert_prints_no_letter(world: dict[str, Any]) -> None:
    offer(world)
    client = signed_in(world["person"])
    client.post(my_page(world), SIGNED)
    term_changes.suspend_term(appointment=world["appointment"], actor=world["manager"], reason="조사 중")
    assert client.get(my_page(world, "appointment_letter")).status_code == 403
    assert signed_in(world["manager"]).get(my_page(world, "appointment_letter")).status_code == 200


def test_a_letter_that_cannot_be_printed_is_said_on_a_page(world: dict[str, Any]) -> None:
    offer(world)
    client = signed_in(world["person"])
    client.post(my_page(world), SIGNED | {"address": "경열로 1 😀"})
    response = client.get(my_page(world, "appointment_letter"))
    assert (response.status_code, "인쇄할 수 없는 글자" in response.content.decode()) == (422, True)
    assert not AccessLog.objects.filter(action=Access.PAPER).exists()


@pytest.mark.parametrize(("alias", "paper"), [("expert_letter", "letter"), ("expert_acceptance", "acceptance")])
def test_the_short_addresses_lead_to_the_papers_in_force(world: dict[str, Any], alias: str, paper: str) -> None:
    client = signed_in(world["person"])
    assert client.get(reverse(alias))["Location"] == "/my/appointments/"
    offer(world)
    client.post(my_page(world), SIGNED)
    assert client.get(reverse(alias))["Location"] == f"/my/appointments/{world['appointment'].pk}/{paper}/"


# ── the office


OFFICE = [("office_appointments", False), ("office_appointment", True), ("office_appointment_new", False)]


@pytest.mark.parametrize(("name", "one"), OFFICE)
def test_the_office_is_closed_to_people_who_are_no_staff(world: dict[str, Any], name: str, one: bool) -> None:
    url = reverse(name, args=[world["appointment"].pk] if one else [])
    assert Client().get(url).status_code == 302
    assert signed_in(world["person"]).get(url).status_code == 404


def test_another_centres_office_sees_nothing_of_it(world: dict[str, Any]) -> None:
    client = signed_in(world["elsewhere"])
    assert client.get(reverse("office_appointment", args=[world["appointment"].pk])).status_code == 404
    step = reverse("office_appointment_step", args=[world["appointment"].pk, "offer"])
    assert client.post(step).status_code == 404
    assert client.get(reverse("office_body", args=[world["body"].pk])).status_code == 404
    response = client.get(reverse("office_appointments"))
    assert (list(response.context["list"].page), response.context["bodies"]) == ([], [])


def test_a_coordinator_drafts_but_does_not_offer(world: dict[str, Any]) -> None:
    client = signed_in(world["coordinator"])
    step = reverse("office_appointment_step", args=[world["appointment"].pk, "offer"])
    assert client.post(step).status_code == 403
    assert signed_in(world["manager"]).post(step).status_code == 302
    world["appointment"].refresh_from_db()
    assert world["appointment"].state == AppointmentState.OFFERED


def test_an_auditor_reads_and_does_nothing(world: dict[str, Any]) -> None:
    client = signed_in(world["auditor"])
    response = client.get(reverse("office_appointment", args=[world["appointment"].pk]))
    assert (response.context["direct"], response.context["reasoned"]) == ([], [])
    assert client.get(reverse("office_appointment_new")).status_code == 403
    for step in ("offer", "confirm", "start", "renew"):
        url = reverse("office_appointment_step", args=[world["appointment"].pk, step])
        assert client.post(url).status_code == 403


def test_an_unknown_step_is_no_address(world: dict[str, Any]) -> None:
    url = reverse("office_appointment_step", args=[world["appointment"].pk, "expire"])
    assert signed_in(world["manager"]).post(url).status_code == 404


def test_a_step_without_its_reason_comes_back_open_with_what_was_written(world: dict[str, Any]) -> None:
    offer(world)
    signed_in(world["person"]).post(my_page(world), SIGNED)
    url = reverse("office_appointment_step", args=[world["appointment"].pk, "dismiss"])
    response = signed_in(world["manager"]).post(url, {"dismiss-reason": "", "dismiss-barred_until": "2090-01-01"})
    assert response.status_code == 422
    assert "2090-01-01" in response.content.decode()
    assert list(response.context["form"].errors) == ["reason"]


def test_a_reason_for_a_step_that_is_over_stays_on_the_page(world: dict[str, Any]) -> None:
    url = reverse("office_appointment_step", args=[world["appointment"].pk, "suspend"])
    answer = signed_in(world["manager"]).post(url, {"suspend-reason": "석 달 동안 활동 없음"})
    page = answer.content.decode()
    assert (answer.status_code, "지금은 할 수 없습니다" in page, "석 달 동안 활동 없음" in page) == (422, True, True)
    world["appointment"].refresh_from_db()
    assert world["appointment"].state == AppointmentState.DRAFT


def test_a_draft_is_made_for_a_person_of_this_centre_only(world: dict[str, Any]) -> None:
    client, url = signed_in(world["coordinator"]), reverse("office_appointment_new")
    body = mentoring.body(world["centre"], kind=BodyKind.COUNCIL)
    data = {"body": body.pk, "role": "member", "source": "recommendation", "starts_on": clock.today().isoformat()}
    assert client.post(f"{url}?person={people.user().pk}", data).status_code == 404
    foreign = mentoring.body(people.centre())
    assert client.post(f"{url}?person={world['person'].pk}", data | {"body": foreign.pk}).status_code == 422
    late = (clock.today() - timedelta(days=1)).isoformat()
    assert client.post(f"{url}?person={world['person'].pk}", data | {"starts_on": late}).status_code == 422
    assert client.post(f"{url}?person={world['person'].pk}", data).status_code == 302
    assert Appointment.objects.filter(body=body).get().person == world["person"]


def test_the_list_shows_the_piles_and_filters_by_them(world: dict[str, Any]) -> None:
    client, url = signed_in(world["auditor"]), reverse("office_appointments")
    mentoring.appointment(world["body"])
    response = client.get(url)
    assert [(pile.key, pile.count) for pile in response.context["list"].piles] == [
        ("", None),
        ("draft", 1),
        ("offered", 0),
        ("accepted", 0),
        ("active", 1),
        ("suspended", 0),
        ("ended", 0),
    ]
    assert list(client.get(url, {"state": "draft"}).context["list"].page) == [world["appointment"]]
    assert len(client.get(url, {"state": "nonsense", "body": "x"}).context["list"].page) == 2


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_takes_the_same_queries_however_long_it_is(
    world: dict[str, Any], rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    corps = mentoring.body(world["centre"], required_course="MJ-301")
    for _n in range(rows):
        mentoring.appointment(world["body"], ends_on=clock.today() + timedelta(days=20))
        certificates.certificate(world["centre"], people.user(), "MJ-301")
        person = people.user()
        revoked = certificates.certificate(world["centre"], person, "MJ-302", state=CertificateState.REVOKED)
        mentoring.appointment(world["body"], person, certificate=revoked)
    client = signed_in(world["manager"])
    client.get(reverse("office_appointments"))
    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(reverse("office_appointments"))
    listed = {name: len(response.context[name]) for name in ("renewals", "eligible", "to_decide")}
    assert listed == {"renewals": rows, "eligible": rows, "to_decide": rows}
    assert corps in response.context["bodies"]


LIST_QUERIES = 11
