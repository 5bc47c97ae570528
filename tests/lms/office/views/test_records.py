"""The page of what was recorded, and its list as a file: closed first, then what each shows."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common.enums import Access
from lms.common.models import AccessLog
from lms.common.records import accesslog, machines, statelog
from tests.clients import signed_in
from tests.factories import mentoring, office, people, visits

pytestmark = pytest.mark.django_db
PAGE = "/office/records/"
REASON = {"reason": "월례 회의 준비", "format": "csv"}


@pytest.fixture
def world() -> dict[str, Any]:
    return office.world()


def read(world: dict[str, Any], whose: User, **fields: Any) -> AccessLog | None:
    given = {"actor": world["coordinator"], "action": Access.CONTACTS, "what": whose, "centre_id": world["centre"].pk}
    return accesslog.record(**given | fields, whose=[whose.pk])


# ── the page


def test_only_managers_and_auditors_read_it(world: dict[str, Any]) -> None:
    elsewhere = people.staff(people.centre(), Role.MANAGER)
    assert Client().get(PAGE).status_code == 302
    assert signed_in(people.user()).get(PAGE).status_code == 404
    assert signed_in(world["coordinator"]).get(PAGE).status_code == 404
    read(world, people.user())
    assert signed_in(elsewhere).get(PAGE).context["lines"] == []
    for reader in ("manager", "auditor"):
        assert signed_in(world[reader]).get(PAGE).status_code == 200


def test_a_line_says_who_what_whose_why_and_from_where(world: dict[str, Any]) -> None:
    learner = people.user(name="예시수강생")
    read(world, learner, reason="전화로 알려 드리려고")
    line = signed_in(world["manager"]).get(PAGE).context["lines"][0]
    assert (line.who, line.did, line.what) == (world["coordinator"].name, "연락처를 봄", f"사람 {learner.pk}")
    assert (line.whose, line.more, line.reason, line.ip) == (["예시수강생"], 0, "전화로 알려 드리려고", "")


def test_a_line_of_several_at_once_names_what_they_are_and_no_number(world: dict[str, Any]) -> None:
    read(world, people.user(), what="runs.enrolment")
    assert signed_in(world["manager"]).get(PAGE).context["lines"][0].what == "수강"


def test_sign_ins_of_the_centres_staff_are_there_and_others_are_not(world: dict[str, Any]) -> None:
    resident = people.user()
    for who in (world["coordinator"], people.staff(people.centre()), resident):
        for action in (Access.SIGN_IN, Access.WRONG):
            accesslog.record(actor=who, action=action, what="/accounts/login/")
    lines = signed_in(world["manager"]).get(PAGE).context["lines"]
    name = world["coordinator"].name
    assert [(line.who, line.did, line.what) for line in lines] == [
        (name, "비밀번호가 틀림", ""),
        (name, "로그인함", ""),
    ]


def test_refusals_of_the_centres_people_are_there_and_others_are_not(world: dict[str, Any]) -> None:
    signed_in(world["coordinator"]).get("/office/people/999999/")
    signed_in(people.user()).get("/office/")
    lines = signed_in(world["manager"]).get(PAGE + "?kind=denied").context["lines"]
    assert [(line.who, line.what) for line in lines] == [(world["coordinator"].name, "/office/people/999999/")]


def test_what_they_were_refused_at_another_centre_is_told_there(world: dict[str, Any]) -> None:
    other = people.centre()
    accesslog.record(actor=world["coordinator"], action=Access.DENIED, what="/office/", centre_id=other.pk)
    assert signed_in(world["manager"]).get(PAGE + "?kind=denied").context["lines"] == []
    lines = signed_in(people.staff(other, Role.MANAGER)).get(PAGE + "?kind=denied").context["lines"]
    assert [line.who for line in lines] == [world["coordinator"].name]


def test_it_is_filtered_by_person_as_reader_and_as_owner(world: dict[str, Any]) -> None:
    client, one, two = signed_in(world["manager"]), people.user(name="가나다"), people.user(name="라마바")
    for person in (one, two):
        mentoring.representative(mentoring.community(world["centre"]), person)
        read(world, person)

    def found(query: str) -> list[list[str]]:
        return [line.whose for line in client.get(PAGE + query).context["lines"] if line.whose]

    assert found(f"?person={one.pk}") == [["가나다"]]
    assert found("?q=라마") == [["라마바"]]
    assert found(f"?person={world['coordinator'].pk}") == [["라마바"], ["가나다"]]
    assert found("?until=2020-01-01") == []
    assert client.get(PAGE + f"?person={people.user().pk}").status_code == 404


def test_changes_of_state_are_in_korean_words(world: dict[str, Any]) -> None:
    visit = visits.log(world["engagement"])
    visits.log(mentoring.engagement())
    lines = signed_in(world["manager"]).get(PAGE + "?kind=changes").context["lines"]
    assert {line.who for line in lines} == {visit.author.name}
    line = lines[0]
    assert (line.who, line.did) == (visit.author.name, "보냄")
    assert line.what == f"코칭 일지 {visit.pk} (쓰는 중 → 보냄)"


def test_every_action_of_a_transition_table_has_its_word() -> None:
    kept = [machine for machine in machines.machines() if not machine.part_of]
    assert len(kept) >= 10
    assert [(one.model, action) for one in kept for action in one.actions if not one.words[action].done] == []


@pytest.mark.parametrize("kind", ["", "changes"])
@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_costs_the_same_for_one_and_thirty(
    world: dict[str, Any], kind: str, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        person = people.user()
        read(world, person)
        statelog.record(world["engagement"], action="pause", actor=person)
    client = signed_in(world["manager"])
    client.get(PAGE)
    with django_assert_num_queries(PAGE_QUERIES - (kind == "changes")):
        client.get(PAGE + f"?kind={kind}")


PAGE_QUERIES = 8


# ── as a file


def test_the_access_records_are_the_managers_alone(world: dict[str, Any]) -> None:
    read(world, people.user(name="예시수강생"))
    page = reverse("office_download", args=["records"])
    assert signed_in(world["coordinator"]).post(page, REASON).status_code == 403
    response = signed_in(world["manager"]).post(page, REASON)
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert any("예시수강생" in line and "연락처를 봄" in line for line in lines)


@pytest.mark.parametrize(
    "query", ["?kind=contacts", "?kind=changes", "?person={one}", "?q=가나다&kind=contacts", "?q=없음"]
)
def test_a_file_holds_what_the_filters_show(world: dict[str, Any], query: str) -> None:
    one, two = people.known(world["centre"], name="가나다"), people.known(world["centre"], name="라마바")
    for person in (one, two):
        read(world, person)
        accesslog.record(
            actor=person, action=Access.PAPER, what=person, whose=[person.pk], centre_id=world["centre"].pk
        )
    statelog.record(world["engagement"], action="pause", actor=one)
    client, query = signed_in(world["manager"]), query.format(one=one.pk)
    listed = client.get(PAGE + query).context["list"]
    ((_form, _label, address),) = listed.exports
    lines = b"".join(client.post(address, REASON).streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 1 + len(listed.page)
    assert bool(listed.page) is ("없음" not in query)


def test_names_lead_to_people_whose_contacts_are_open_alone(world: dict[str, Any]) -> None:
    known, stranger = people.known(world["centre"], name="가나다"), people.user(name="라마바")
    read(world, known)
    read(world, stranger)
    page = signed_in(world["manager"]).get(PAGE + "?kind=contacts").content.decode()
    links = [f'href="{reverse("office_person", args=[person.pk])}"' in page for person in (known, stranger)]
    assert links == [True, False]
    assert stranger.name in page
