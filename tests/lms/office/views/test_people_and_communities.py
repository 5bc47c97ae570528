"""The office's pages of people and communities, and the representative's own: scope first, then each change."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.records import statelog
from mentoring.communities.enums import CommunityRole, CommunityState
from mentoring.communities.models import Community, CommunityMembership
from mentoring.communities.queries.communities import TIMELINE, Event, timeline
from mentoring.corps.enums import AppointmentState, ConflictKind
from mentoring.visits.enums import VisitState
from tests.clients import signed_in
from tests.factories import certificates, mentoring, people, visits
from tests.registries import emptied

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> dict[str, Any]:
    centre = people.centre()
    community = mentoring.community(centre)
    return {
        "centre": centre,
        "community": community,
        "representative": mentoring.representative(community, people.user(name="예시대표")),
        "coordinator": people.staff(centre),
        "manager": people.staff(centre, Role.MANAGER),
        "auditor": people.staff(centre, Role.AUDITOR),
        "elsewhere": people.staff(people.centre()),
    }


def change(world: dict[str, Any], what: str) -> str:
    return reverse("office_community_change", args=[world["community"].pk, what])


def current(community: Community) -> list[tuple[int, str]]:
    rows = CommunityMembership.objects.current().filter(community=community)
    return sorted(rows.values_list("person", "role"))


# ── people


@pytest.mark.parametrize("name", ["office_people", "office_communities", "office_community_new"])
def test_the_office_is_closed_to_people_who_are_no_staff(world: dict[str, Any], name: str) -> None:
    assert Client().get(reverse(name)).status_code == 302
    assert signed_in(world["representative"]).get(reverse(name)).status_code == 404


def test_a_person_is_found_only_where_they_have_a_row(world: dict[str, Any]) -> None:
    stranger = people.user()
    learner, expert = people.user(), mentoring.expert(world["centre"]).person
    certificates.enrolment(world["centre"], learner)
    client = signed_in(world["auditor"])
    for person in (world["representative"], learner, expert, world["coordinator"]):
        assert client.get(reverse("office_person", args=[person.pk])).status_code == 200
        assert signed_in(world["elsewhere"]).get(reverse("office_person", args=[person.pk])).status_code == 404
    assert client.get(reverse("office_person", args=[stranger.pk])).status_code == 404


def test_the_page_of_a_person_shows_this_centres_rows_alone(world: dict[str, Any]) -> None:
    person = world["representative"]
    certificates.certificate(world["centre"], person, "MJ-101")
    other = people.centre()
    certificates.certificate(other, person, "MJ-201")
    mentoring.representative(mentoring.community(other), person)
    mentoring.appointment(mentoring.body(other), person)
    here = signed_in(world["coordinator"]).get(reverse("office_person", args=[person.pk])).context["here"]
    assert [row.course_key for row in here.certificates] == ["MJ-101"]
    assert [row.centre for row in here.enrolments] == [world["centre"]]
    assert (list(here.appointments), [row.community for row in here.communities]) == ([], [world["community"]])


def test_people_are_found_by_name_address_phone_and_kind(world: dict[str, Any]) -> None:
    expert = mentoring.expert(world["centre"]).person
    User.objects.filter(pk=expert.pk).update(name="예시전문", phone="01077776666", email="expert@example.org")
    client, url = signed_in(world["coordinator"]), reverse("office_people")
    for query in ({"q": "예시전"}, {"q": "expert@"}, {"q": "7777-6666"}, {"kind": "expert"}):
        assert list(client.get(url, query).context["list"].page) == [expert]
    assert list(client.get(url, {"kind": "community"}).context["list"].page) == [world["representative"]]
    staff = {world["coordinator"], world["manager"], world["auditor"]}
    assert set(client.get(url, {"kind": "staff"}).context["list"].page) == staff


def test_the_offices_communities_are_found_by_name_dong_field_and_status(world: dict[str, Any]) -> None:
    url, client = reverse("office_communities"), signed_in(world["coordinator"])
    wanted = mentoring.community(world["centre"], name="함께 텃밭", state="resting")
    for query in (
        {"q": "텃밭"},
        {"dong": wanted.dong.code},
        {"field": wanted.field.code},
        {"state": "resting"},
    ):
        assert list(client.get(url, query).context["list"].page) == [wanted]
    nothing = client.get(url, {"q": "없는 이름"})
    assert "조건에 맞는 것이 없습니다." in nothing.content.decode()


@pytest.mark.parametrize("rows", [1, 29])
def test_the_lists_take_the_same_queries_however_long_they_are(
    world: dict[str, Any], rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(rows):
        mentoring.representative(mentoring.community(world["centre"]))
    client = signed_in(world["coordinator"])
    client.get(reverse("office_people"))
    with django_assert_num_queries(PEOPLE_QUERIES):
        client.get(reverse("office_people"), {"kind": "community"})
    with django_assert_num_queries(COMMUNITY_QUERIES):
        client.get(reverse("office_communities"))


PEOPLE_QUERIES = 10
COMMUNITY_QUERIES = 9


# ── a community


def test_another_centres_office_neither_reads_nor_changes_it(world: dict[str, Any]) -> None:
    client = signed_in(world["elsewhere"])
    assert client.get(reverse("office_community", args=[world["community"].pk])).status_code == 404
    for what in ("details", "representative", "stage", "state", "conflict"):
        assert client.post(change(world, what)).status_code == 404
    assert list(client.get(reverse("office_communities")).context["list"].page) == []


@pytest.mark.parametrize("who", ["manager", "auditor"])
def test_managers_and_auditors_read_and_do_not_change(world: dict[str, Any], who: str) -> None:
    client = signed_in(world[who])
    response = client.get(reverse("office_community", args=[world["community"].pk]))
    assert (response.status_code, response.context["may_change"]) == (200, False)
    data = {"state-state": CommunityState.CLOSED, "state-reason": "해산"}
    assert client.post(change(world, "state"), data).status_code == 403
    assert client.get(reverse("office_community_new")).status_code == 403


def test_changing_the_representative_ends_one_term_and_begins_another(world: dict[str, Any]) -> None:
    community, new = world["community"], people.known(world["centre"], name="새 대표")
    client, url = signed_in(world["coordinator"]), change(world, "representative")
    wrong = {"representative-name": "다른 이름", "representative-email": new.email}
    assert client.post(url, wrong).status_code == 422
    right = wrong | {"representative-name": "새대표"}
    assert client.post(url, right).status_code == 302
    assert client.post(url, right).status_code == 302  # a second press
    assert current(community) == [(new.pk, CommunityRole.REPRESENTATIVE)]
    former = community.memberships.get(person=world["representative"])
    assert former.ended_on == clock.today()
    assert [row.action for row in statelog.history(community)] == ["representative"]
    assert (
        signed_in(world["representative"]).get(reverse("community_profile", args=[world["community"].pk])).status_code
        == 404
    )


def test_an_older_name_is_not_saved_over_a_newer_one(world: dict[str, Any]) -> None:
    client, url = signed_in(world["coordinator"]), change(world, "details")
    community = world["community"]
    shown = client.get(reverse("office_community", args=[community.pk])).context["details_form"]
    data = {f"details-{name}": getattr(community, name) for name in ("name", "meeting_place")}
    data |= {"details-field": community.field_id, "details-dong": community.dong_id}
    data["details-seen"] = shown.fields["seen"].initial
    Community.objects.filter(pk=community.pk).update(name="동료가 고친 이름")
    asked = client.post(url, data | {"details-name": "내가 고친 이름"})
    assert (asked.status_code, "동료가 고친 이름" in asked.content.decode()) == (409, True)
    again = {"details-name": "내가 고친 이름", "details-seen": asked.context["details_form"]["seen"].value()}
    assert client.post(url, data | again).status_code == 302
    community.refresh_from_db()
    assert community.name == "내가 고친 이름"


def test_the_stage_moves_within_the_centres_own(world: dict[str, Any]) -> None:
    client, url = signed_in(world["coordinator"]), change(world, "stage")
    foreign = mentoring.stage(people.centre())
    assert client.post(url, {"stage-stage": foreign.pk}).status_code == 422
    further = mentoring.stage(world["centre"])
    assert client.post(url, {"stage-stage": further.pk}).status_code == 302
    world["community"].refresh_from_db()
    assert world["community"].stage == further


def test_a_community_with_running_coaching_is_not_closed(world: dict[str, Any]) -> None:
    client, url = signed_in(world["coordinator"]), change(world, "state")
    data = {"state-state": CommunityState.CLOSED, "state-reason": "해산"}
    mentoring.engagement(world["community"], mentoring.expert(world["centre"]))
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"state-state": CommunityState.RESTING}).status_code == 302
    world["community"].refresh_from_db()
    assert world["community"].state == CommunityState.RESTING


def test_a_conflict_of_interest_begins_once_and_ends_without_being_deleted(world: dict[str, Any]) -> None:
    client, url = signed_in(world["coordinator"]), change(world, "conflict")
    foreign = mentoring.expert(people.centre())
    data = {"conflict-expert": foreign.pk, "conflict-kind": ConflictKind.FAMILY}
    assert client.post(url, data).status_code == 422
    data["conflict-expert"] = mentoring.expert(world["centre"]).pk
    assert [client.post(url, data).status_code for _press in (1, 2)] == [302, 302]
    conflict = world["community"].conflicts.get()
    assert (conflict.since, conflict.until) == (clock.today(), None)
    end = reverse("office_conflict_end", args=[world["community"].pk, conflict.pk])
    assert signed_in(world["elsewhere"]).post(end).status_code == 404
    assert signed_in(world["auditor"]).post(end).status_code == 403
    assert client.post(end).status_code == 302
    conflict.refresh_from_db()
    assert conflict.until is not None
    assert conflict.until < clock.today()


def test_a_community_is_registered_once_and_gets_its_address(world: dict[str, Any]) -> None:
    client, url = signed_in(world["coordinator"]), reverse("office_community_new")
    data = {
        "name": "햇살 놀이터",
        "kind": "village",
        "field": world["community"].field.pk,
        "dong": world["community"].dong.pk,
        "stage": world["community"].stage.pk,
        "members_count": "9",
    }
    assert client.post(url, data | {"members_count": "0"}).status_code == 422
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 422
    made = Community.objects.get(name="햇살 놀이터")
    assert (made.slug, made.centre, made.state) == ("햇살-놀이터", world["centre"], CommunityState.ACTIVE)


def test_the_timeline_tells_requests_visits_and_changes(world: dict[str, Any]) -> None:
    mentoring.request(world["community"], created_by=world["representative"])
    mentoring.request(
        world["community"], created_by=world["representative"], sensitive=True, support_kind="network", topics=["비밀"]
    )
    url = reverse("office_community", args=[world["community"].pk])
    assert len(signed_in(world["coordinator"]).get(url).context["timeline"]) == 2
    assert len(signed_in(world["auditor"]).get(url).context["timeline"]) == 1


def test_one_day_of_the_timeline_tells_requests_then_visits_then_changes(
    world: dict[str, Any], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    community, coordinator = world["community"], world["coordinator"]
    visit = visits.log(mentoring.engagement(community=community), VisitState.CONFIRMED)
    community.requests.update(submitted_at=visit.starts_at)
    with clock.at(visit.starts_at):
        statelog.record(community, action="profile", actor=coordinator)
    with django_assert_num_queries(4):  # the coordinator's roles, and each source once
        events = timeline(community, coordinator)
    assert [(event.day, event.title.partition(":")[0]) for event in events] == [
        (clock.today() - timedelta(days=1), title) for title in ("코칭 신청", "방문", "소개글 바뀜")
    ]
    assert timeline(community, world["elsewhere"]) == events[1:]


def test_an_app_above_adds_its_own_to_the_timeline(world: dict[str, Any]) -> None:
    def meetings(community: Community, user: User, limit: int) -> list[Event]:
        return [Event(clock.today() - timedelta(days=n), f"{community} {user} {n}") for n in range(limit)]

    with emptied(TIMELINE):
        TIMELINE.add("meetings", meetings)
        TIMELINE.add("as many", meetings)
        events = timeline(world["community"], world["coordinator"])
    days = [event.day for event in events]
    assert (len(days), days[0], days[-1]) == (40, clock.today(), clock.today() - timedelta(days=19))


def test_a_draft_and_an_offer_open_nobodys_contacts(world: dict[str, Any]) -> None:
    """Whatever row of the centre names them: the person has not said yes yet."""
    body = mentoring.body(world["centre"])
    for state in (AppointmentState.DRAFT, AppointmentState.OFFERED, AppointmentState.DECLINED):
        person = people.user(phone=f"0105555{people.number() % 10_000:04}")
        mentoring.appointment(body, person, state=state, accepted_at=None)
        client = signed_in(world["coordinator"])
        page = client.get(reverse("office_people") + f"?q={person.phone}")
        assert list(page.context["list"].page) == []
        assert client.get(reverse("office_person", args=[person.pk])).status_code == 404
        people.says_yes(person, world["centre"])
        assert client.get(reverse("office_person", args=[person.pk])).status_code == 200


# ── the representative's own


@pytest.mark.parametrize("name", ["community_profile", "community_members"])
def test_only_a_current_representative_keeps_up_a_community(world: dict[str, Any], name: str) -> None:
    treasurer = mentoring.representative(world["community"], role=CommunityRole.TREASURER)
    former = mentoring.representative(world["community"], ended_on=clock.today())
    page = reverse(name, args=[world["community"].pk])
    assert Client().get(page).status_code == 302
    for user in (treasurer, former, world["coordinator"]):
        assert signed_in(user).get(page).status_code == 404
    assert signed_in(world["representative"]).get(page).status_code == 200


def test_the_representative_writes_the_introduction(world: dict[str, Any]) -> None:
    client, url = signed_in(world["representative"]), reverse("community_profile", args=[world["community"].pk])
    data = {"story": "화요일마다 모입니다", "members_count": "12", "meeting_place": "사랑방"}
    assert client.post(url, data | {"story": "900101-1234567"}).status_code == 422
    assert client.post(url, data).status_code == 302
    world["community"].refresh_from_db()
    assert (world["community"].story, world["community"].members_count) == ("화요일마다 모입니다", 12)


def test_members_come_by_name_and_address_together(world: dict[str, Any]) -> None:
    person = people.known(world["centre"], name="예시회원")
    client, url = signed_in(world["representative"]), reverse("community_members", args=[world["community"].pk])
    data = {"name": "예시회원", "email": person.email.upper(), "role": CommunityRole.TREASURER}
    unknown = client.post(url, data | {"email": "nobody@example.org"})
    other_name = client.post(url, data | {"name": "다른이름"})
    assert unknown.context["form"].errors["email"] == other_name.context["form"].errors["email"]
    assert (unknown.status_code, other_name.status_code) == (422, 422)
    assert client.post(url, data | {"role": CommunityRole.REPRESENTATIVE}).status_code == 422
    assert client.post(url, data).status_code == 302
    assert current(world["community"]) == sorted(
        [(person.pk, CommunityRole.TREASURER), (world["representative"].pk, CommunityRole.REPRESENTATIVE)]
    )


def test_a_membership_is_ended_by_its_own_representative_only(world: dict[str, Any]) -> None:
    community = world["community"]
    mentoring.representative(community, role=CommunityRole.TREASURER)
    treasurer = community.memberships.get(role=CommunityRole.TREASURER)
    url = reverse("community_member_end", args=[community.pk, treasurer.pk])
    stranger = mentoring.representative(mentoring.community(world["centre"]))
    assert signed_in(stranger).post(url).status_code == 404
    client = signed_in(world["representative"])
    assert client.post(url).status_code == 302
    treasurer.refresh_from_db()
    assert treasurer.ended_on == clock.today()
    own = community.memberships.get(role=CommunityRole.REPRESENTATIVE)
    assert client.post(reverse("community_member_end", args=[community.pk, own.pk])).status_code == 422


# ── the expert's own entry


def test_an_expert_in_term_keeps_up_their_entry_and_nobody_elses(world: dict[str, Any]) -> None:
    url = reverse("expert_profile")
    assert signed_in(world["representative"]).get(url).status_code == 404
    expert = mentoring.expert(world["centre"], topics={"회계": 1, "갈등": 2})
    home, field = mentoring.dong(world["centre"]), mentoring.field(world["centre"])
    new, kept = mentoring.topic("홍보"), mentoring.topic("갈등")
    data = {
        "bio": "함께 걷겠습니다",
        "capacity": "3",
        "hours": "10",
        "dong": home.pk,
        "fields_known": [field.pk],
        "kinds": ["apartment"],
        f"topic_{new.pk}": "3",
        f"topic_{kept.pk}": "2",
    }
    client = signed_in(expert.person)
    foreign = mentoring.field(people.centre())
    for wrong in ({"capacity": "99"}, {"kinds": []}, {"fields_known": [foreign.pk]}, {f"topic_{new.pk}": "4"}):
        assert client.post(url, data | wrong).status_code == 422
    assert client.post(url, data).status_code == 302
    expert.refresh_from_db()
    assert (expert.bio, expert.capacity, expert.monthly_minutes) == ("함께 걷겠습니다", 3, 600)
    assert (expert.dong, expert.villages, expert.apartments) == (home, False, True)
    assert list(expert.fields.all()) == [field]
    assert dict(expert.levels.values_list("tag__name", "level")) == {"홍보": 3, "갈등": 2}
