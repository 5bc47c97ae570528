"""The pages of asking, matching and answering: who gets in, what comes back, what they cost, how many clicks they take."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership
from lms.common import clock
from mentoring.coaching.domain import requests as domain
from mentoring.coaching.enums import EngagementState, RequestState
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.corps.models import Appointment
from mentoring.matching.enums import ProposalState
from mentoring.matching.models import MatchProposal
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit
from tests.clients import signed_in
from tests.factories import mentoring as make
from tests.factories import people

pytestmark = pytest.mark.django_db


def as_role(role: Role, centre: Centre) -> Client:
    return signed_in(people.staff(centre, role))


# ── asking


def test_strangers_find_nothing_and_visitors_sign_in() -> None:
    row = make.request(state=RequestState.DRAFT)
    names = ["request", "request_what", "request_when", "request_wishes"]
    pages = [
        "/community/",
        "/community/requests/",
        "/community/requests/new/",
        *(reverse(n, args=[row.pk]) for n in names),
    ]
    strangers = [people.user(), make.expert(row.centre).person, people.staff(row.centre)]
    for page in pages:
        assert Client().get(page).headers["Location"].startswith("/accounts/login/?next=")
        assert [signed_in(person).get(page).status_code for person in strangers] == [404, 404, 404]
    other = make.representative(make.community())
    assert [signed_in(other).get(page).status_code for page in pages] == [200, 200, 200, 404, 404, 404, 404]


def what(**changes: Any) -> dict[str, Any]:
    asked = {
        "support_kind": "coaching",
        "topics": [make.topic("회의 진행").pk],
        "problem": "길어집니다.",
        "goal": "짧게",
    }
    return asked | changes


def test_three_steps_with_plain_forms() -> None:
    community = make.community()
    wanted = make.expert(community.centre)
    client = signed_in(make.representative(community))
    assert client.get("/community/").content.decode().count('href="/community/requests/new/"') == 1

    first = client.post("/community/requests/new/", what())
    row = CoachingRequest.objects.get()
    assert (first.status_code, first.headers["Location"]) == (302, f"/community/requests/{row.pk}/when/")
    second = client.post(first.headers["Location"], {"days": [2, 4], "parts": ["afternoon"], "next": "1"})
    assert second.headers["Location"] == f"/community/requests/{row.pk}/wishes/"
    third = client.post(
        second.headers["Location"], {"questions": "무엇을 준비할까요?", "wanted": [wanted.pk], "send": "1"}
    )
    assert third.headers["Location"] == f"/community/requests/{row.pk}/"
    row.refresh_from_db()
    assert (row.state, row.wanted.get(), row.questions) == (RequestState.SUBMITTED, wanted, "무엇을 준비할까요?")
    assert [(slot.weekday, slot.starts.hour, slot.ends.hour) for slot in row.slots.all()] == [(2, 14, 17), (4, 14, 17)]
    assert client.get(third.headers["Location"]).status_code == 200


def test_without_a_button_nothing_is_sent_and_the_text_stays() -> None:
    row = make.request(state=RequestState.DRAFT)
    asked = "무엇을 준비할까요?"
    answer = signed_in(row.created_by).post(reverse("request_wishes", args=[row.pk]), {"questions": asked})
    row.refresh_from_db()
    assert (answer.status_code, row.state, row.questions) == (422, RequestState.DRAFT, "")
    assert asked in answer.content.decode()


def test_going_back_keeps_what_was_typed_and_sends_nothing() -> None:
    community = make.community()
    wanted = make.expert(community.centre)
    client = signed_in(make.representative(community))
    first = client.post("/community/requests/new/", what())
    row = CoachingRequest.objects.get()
    second = client.post(first.headers["Location"], {"days": [2], "parts": ["afternoon"], "back": "1"})
    assert second.headers["Location"] == f"/community/requests/{row.pk}/what/"
    wishes = reverse("request_wishes", args=[row.pk])
    third = client.post(wishes, {"questions": "무엇을 준비할까요?", "wanted": [wanted.pk], "back": "1"})
    assert third.headers["Location"] == f"/community/requests/{row.pk}/when/"
    row.refresh_from_db()
    assert (row.state, row.questions, row.wanted.get(), row.slots.count()) == (
        RequestState.DRAFT,
        "무엇을 준비할까요?",
        wanted,
        1,
    )
    assert "무엇을 준비할까요?" in client.get(wishes).content.decode()
    assert client.get(wishes).content.decode().count('name="back"') == 1


def test_the_draft_goes_on_where_it_was_left() -> None:
    community = make.community()
    client = signed_in(make.representative(community))
    client.post("/community/requests/new/", what(goal="두 시간 안에"))
    row = CoachingRequest.objects.get()
    client.post(reverse("request_when", args=[row.pk]), {"days": [5], "parts": ["evening"], "next": "1"})
    assert 'value="두 시간 안에"' in client.get("/community/requests/new/").content.decode()
    form = client.get(reverse("request_when", args=[row.pk])).context["form"]
    assert (form.initial["days"], form.initial["parts"]) == ([5], ["evening"])
    client.post("/community/requests/new/", what())
    assert CoachingRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"topics": []}, "topics"),
        ({"problem": " "}, "problem"),
        ({"goal": "가" * 301}, "goal"),
        ({"support_kind": "money"}, "support_kind"),
        ({"problem": "제 번호는 900101-1234567입니다."}, "problem"),
    ],
)
def test_a_bad_form_comes_back_with_what_was_written(changes: dict[str, Any], field: str) -> None:
    client = signed_in(make.representative(make.community()))
    answer = client.post("/community/requests/new/", what(goal="짧게 하기") | changes)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert CoachingRequest.objects.count() == 0
    if field != "goal":
        assert 'value="짧게 하기"' in answer.content.decode()


def test_four_topics_are_too_many() -> None:
    client = signed_in(make.representative(make.community()))
    answer = client.post("/community/requests/new/", what(topics=[make.topic().pk for _ in range(4)]))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["topics"])


def test_without_topics_it_says_who_makes_them() -> None:
    client = signed_in(make.representative(make.community()))
    says = "주제가 아직 없습니다. 관리자가 편집 화면의 기준 정보에서 만듭니다."
    assert client.get(reverse("request_new")).content.decode().count(says) == 1
    asked = {"support_kind": "coaching", "problem": "길어집니다.", "goal": "짧게"}
    answer = client.post(reverse("request_new"), asked)
    assert (answer.status_code, answer.context["form"].errors) == (422, {"topics": [says]})


def test_days_without_times_are_no_answer() -> None:
    row = make.request(state=RequestState.DRAFT)
    answer = signed_in(row.created_by).post(reverse("request_when", args=[row.pk]), {"days": [2], "next": "1"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["parts"])


def test_days_for_a_request_that_was_sent_meanwhile_stay_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    row = make.request(state=RequestState.DRAFT)
    save = domain.save_slots

    def late(**asked: Any) -> CoachingRequest:
        CoachingRequest.objects.filter(pk=row.pk).update(state=RequestState.SUBMITTED)
        return save(**asked)

    monkeypatch.setattr(domain, "save_slots", late)
    sent = {"days": [2], "parts": ["evening"], "next": "1"}
    answer = signed_in(row.created_by).post(reverse("request_when", args=[row.pk]), sent)
    page = answer.content.decode()
    assert (answer.status_code, answer.context["form"].data.getlist("days")) == (422, ["2"])
    assert ("이미 보내신 신청" in page, page.count(" checked")) == (True, 2)
    assert not row.slots.exists()


def test_a_second_request_of_the_kind_says_why_not() -> None:
    row = make.request()
    answer = signed_in(row.created_by).post("/community/requests/new/", what())
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["support_kind"])


def test_who_represents_two_communities_chooses_one_and_no_other() -> None:
    person, other = people.user(), make.community()
    mine = [make.community(), make.community()]
    for community in mine:
        make.representative(community, person)
    client = signed_in(person)
    assert client.post("/community/requests/new/", what(community=other.pk)).status_code == 422
    assert client.post("/community/requests/new/", what(community=mine[1].pk)).status_code == 302
    assert CoachingRequest.objects.get().community == mine[1]


def test_cancelling_is_by_post_only() -> None:
    row = make.request()
    client, url = signed_in(row.created_by), reverse("request_cancel", args=[row.pk])
    assert client.get(url).status_code == 405
    assert signed_in(people.staff(row.centre)).post(url).status_code == 404
    assert client.post(url, {"reason": "다음에"}).headers["Location"] == "/community/"
    row.refresh_from_db()
    assert row.state == RequestState.CANCELLED


@pytest.mark.parametrize("state", RequestState)
def test_the_page_of_a_request_in_each_state(state: str) -> None:
    row = make.request(state=state, topics=["회의"], reason="이유가 있습니다." if state == "rejected" else "")
    answer = signed_in(row.created_by).get(reverse("request", args=[row.pk]))
    assert len(answer.context["steps"]) == 5
    stopped = [step for step in answer.context["steps"] if step.state == "stopped"]
    assert len(stopped) == (state in {RequestState.REJECTED, RequestState.CANCELLED})
    assert ("이유가 있습니다." in answer.content.decode()) == (state == "rejected")


# ── the office


def test_only_the_office_of_that_centre_opens_its_pages() -> None:
    row = make.request(state=RequestState.TRIAGED)
    expert = make.expert(row.centre)
    engagement = make.engagement(make.community(row.centre), expert)
    lists = ["/office/", "/office/requests/", "/office/engagements/"]
    rows = [f"/office/requests/{row.pk}/", f"/office/engagements/{engagement.pk}/"]
    for page in lists + rows:
        assert Client().get(page).headers["Location"].startswith("/accounts/login/?next=")
        assert signed_in(row.created_by).get(page).status_code == 404
        for role in (Role.COORDINATOR, Role.MANAGER, Role.AUDITOR):
            assert as_role(role, row.centre).get(page).status_code == 200
    elsewhere = as_role(Role.COORDINATOR, people.centre())
    assert [elsewhere.get(page).status_code for page in lists + rows] == [200, 200, 200, 404, 404]
    assert row.community.name not in elsewhere.get("/office/requests/?group=all").content.decode()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
def test_managers_and_auditors_read_only(role: Role) -> None:
    row = make.request(state=RequestState.TRIAGED)
    expert = make.expert(row.centre)
    client = as_role(role, row.centre)
    page = client.get(f"/office/requests/{row.pk}/").content.decode()
    assert "/offer/" not in page
    assert 'action="/office/' not in page
    offer = f"/office/requests/{row.pk}/offer/{expert.pk}/"
    steps = [f"/office/requests/{row.pk}/{step}/" for step in ("triage", "waitlist", "return", "reject")]
    assert [client.get(offer).status_code, client.post(offer).status_code] == [403, 403]
    assert [client.post(step, {"reason": "이유"}).status_code for step in steps] == [403] * 4
    assert MatchProposal.objects.count() == 0


def test_a_draft_is_not_shown_to_the_office() -> None:
    row = make.request(state=RequestState.DRAFT)
    client = as_role(Role.COORDINATOR, row.centre)
    assert client.get(f"/office/requests/{row.pk}/").status_code == 404
    assert row.community.name not in client.get("/office/requests/?group=all").content.decode()


def test_a_request_sent_after_midnight_is_of_the_new_day() -> None:
    """It is still the day before in UTC."""
    row = make.request(submitted_at=clock.seoul(2026, 12, 1, 1, 59))
    office, community = as_role(Role.COORDINATOR, row.centre), signed_in(row.created_by)
    with clock.at(clock.seoul(2026, 12, 1, 2)):
        for client, page in (
            (office, "/office/requests/"),
            (office, f"/office/requests/{row.pk}/"),
            (community, f"/community/requests/{row.pk}/"),
        ):
            html = client.get(page).content.decode()
            assert "12월 1일(화)" in html, page
            assert "11월 30일" not in html, page


LINK = re.compile(r'href="([^"]+)"')


def test_from_home_to_a_sent_offer_in_four_clicks() -> None:
    """Journey 9: the waiting, the request, the best expert, send."""
    row = make.request(topics=["회의"])
    make.expert(row.centre)
    best = make.expert(row.centre, topics={"회의": 3})
    client = as_role(Role.COORDINATOR, row.centre)

    def click(page: str, to: str) -> str:
        links = LINK.findall(client.get(page).content.decode())
        return next(link for link in links if to in link).replace("&amp;", "&")

    waiting = click("/office/", "group=waiting")
    request_page = click(waiting, f"/office/requests/{row.pk}/")
    confirm = click(request_page, "/offer/")
    assert confirm == f"/office/requests/{row.pk}/offer/{best.pk}/"
    client.get(confirm)
    assert MatchProposal.objects.count() == 0
    assert client.post(confirm).headers["Location"] == request_page
    assert MatchProposal.objects.get().expert == best
    assert "다른 처리" not in client.get(request_page).content.decode()


def test_an_offer_that_can_not_be_made_says_why() -> None:
    row = make.request(state=RequestState.TRIAGED)
    full = make.expert(row.centre, capacity=0)
    client = as_role(Role.COORDINATOR, row.centre)
    url = f"/office/requests/{row.pk}/offer/{full.pk}/"
    assert "맡을 수 있는 수가 다 참" in client.get(url).content.decode()
    assert "맡을 수 있는 수가 다 참" in client.post(url, follow=True).content.decode()
    assert client.get(f"/office/requests/{row.pk}/offer/{make.expert().pk}/").status_code == 404


@pytest.mark.parametrize("step", ["return", "reject"])
def test_a_reason_is_asked_for(step: str) -> None:
    row = make.request()
    client, url = as_role(Role.COORDINATOR, row.centre), f"/office/requests/{row.pk}/{step}/"
    answer = client.post(url, {"reason": ""})
    assert (answer.status_code, answer.context["form"].errors.keys()) == (422, {"reason"})
    assert client.get(url).status_code == 405
    assert client.post(url, {"reason": "목표를 적어 주세요."}).status_code == 302
    assert client.post(f"/office/requests/{row.pk}/nothing/").status_code == 404


@pytest.mark.parametrize("step", ["return", "reject"])
def test_a_stale_page_says_so_keeps_the_reason_and_changes_nothing(step: str) -> None:
    row = make.request(state=RequestState.MATCHED)
    answer = as_role(Role.COORDINATOR, row.centre).post(
        f"/office/requests/{row.pk}/{step}/", {"reason": "우리 구 밖의 모임입니다"}
    )
    page = answer.content.decode()
    assert (answer.status_code, "지금은 할 수 없습니다" in page, "우리 구 밖의 모임입니다" in page) == (422, True, True)
    row.refresh_from_db()
    assert row.state == RequestState.MATCHED


def test_a_button_of_a_stale_page_says_so() -> None:
    row = make.request(state=RequestState.MATCHED)
    answer = as_role(Role.COORDINATOR, row.centre).post(f"/office/requests/{row.pk}/triage/")
    assert (answer.status_code, "지금은 할 수 없습니다" in answer.content.decode()) == (422, True)
    row.refresh_from_db()
    assert row.state == RequestState.MATCHED


def test_filters() -> None:
    centre = people.centre()
    field = make.field(centre)
    rows = {
        "new": make.request(make.community(centre, name="골목정원", field=field)),
        "triaged": make.request(make.community(centre, kind="apartment"), RequestState.TRIAGED),
        "offering": make.request(make.community(centre), RequestState.OFFERING),
        "closed": make.request(make.community(centre), RequestState.CLOSED),
    }
    client = as_role(Role.COORDINATOR, centre)

    def shown(query: str) -> set[str]:
        found = {row.pk for row in client.get(f"/office/requests/{query}").context["list"].page}
        return {name for name, row in rows.items() if row.pk in found}

    assert shown("") == {"new", "triaged"}
    assert shown("?group=nonsense") == {"new", "triaged"}
    assert shown("?group=offering") == {"offering"}
    assert shown("?group=over") == {"closed"}
    assert shown("?group=all") == set(rows)
    assert shown("?q=골목") == {"new"}
    assert shown(f"?field={field.code}") == {"new"}
    assert shown("?kind=apartment") == {"triaged"}
    assert shown(f"?dong={rows['triaged'].community.dong.code}&page=99") == {"triaged"}
    assert shown("?field=x&dong=0") == {"new", "triaged"}


# ── the expert


def an_offer() -> MatchProposal:
    row = make.request(state=RequestState.OFFERING, topics=["회의"], problem="비밀스러운 어려움", sensitive=True)
    return make.proposal(row, make.expert(row.centre), created_by=people.staff(row.centre))


def test_an_offer_is_the_experts_alone() -> None:
    proposal = an_offer()
    page = f"/mentor/offers/{proposal.pk}/"
    others = [make.expert(proposal.centre).person, proposal.created_by, proposal.request.created_by, people.user()]
    for person in others:
        client = signed_in(person)
        answers = [client.get(page), client.post(f"{page}accept/"), client.post(f"{page}decline/", {"reason": "time"})]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
    client = signed_in(proposal.expert.person)
    assert "비밀스러운 어려움" in client.get(page).content.decode()
    assert [client.get(f"{page}accept/").status_code, client.get(f"{page}decline/").status_code] == [405, 405]


def test_a_suspended_expert_may_decline_but_no_longer_reads_what_the_community_wrote() -> None:
    proposal = an_offer()
    proposal.expert.person.appointments.update(state="suspended")
    client, page = signed_in(proposal.expert.person), f"/mentor/offers/{proposal.pk}/"
    seen = client.get(page).content.decode()
    assert "비밀스러운 어려움" not in seen
    assert f"{page}decline/" in seen
    assert f"{page}accept/" not in seen


def test_accepting_on_the_page() -> None:
    proposal = an_offer()
    client, page = signed_in(proposal.expert.person), f"/mentor/offers/{proposal.pk}/"
    for _ in range(2):
        assert client.post(f"{page}accept/").headers["Location"] == page
    assert Engagement.objects.count() == 1
    assert "맡고 계신 공동체입니다" in client.get(page).content.decode()


def test_declining_on_the_page_hides_what_the_community_wrote() -> None:
    proposal = an_offer()
    client, page = signed_in(proposal.expert.person), f"/mentor/offers/{proposal.pk}/"
    bad = client.post(f"{page}decline/", {"note": "멀어서"})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["reason"])
    assert "멀어서" in bad.content.decode()
    assert client.post(f"{page}decline/", {"reason": "distance", "pause": "on"}).status_code == 302
    proposal.expert.refresh_from_db()
    assert proposal.expert.paused_until is not None
    assert "비밀스러운 어려움" not in client.get(page).content.decode()


@pytest.mark.parametrize("state", [ProposalState.EXPIRED, ProposalState.WITHDRAWN, ProposalState.DECLINED])
def test_a_closed_offer_can_be_opened_but_not_answered(state: str) -> None:
    proposal = an_offer()
    MatchProposal.objects.update(state=state)
    client, page = signed_in(proposal.expert.person), f"/mentor/offers/{proposal.pk}/"
    text = client.get(page).content.decode()
    assert "accept/" not in text
    assert "비밀스러운 어려움" not in text
    client.post(f"{page}accept/")
    assert Engagement.objects.count() == 0


# ── ending


def test_the_review_finishes_the_coaching() -> None:
    engagement = make.engagement()
    goal = engagement.goals.get()
    page = f"/community/reviews/{engagement.pk}/"
    assert signed_in(engagement.expert.person).get(page).status_code == 404
    client = signed_in(engagement.request.created_by)
    answers = {"rating": 5, "fit": "good", "on_own": "yes", "again": "yes", "change": "짧아졌습니다."}
    bad = client.post(page, answers)
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, [f"goal_{goal.pk}"])
    too_soon = client.post(page, answers | {f"goal_{goal.pk}": "done"})
    assert (too_soon.status_code, "확인된 방문이 아직 없어" in too_soon.content.decode()) == (422, True)
    starts = clock.now()
    Visit.objects.create(
        centre=engagement.centre,
        engagement=engagement,
        expert=engagement.expert,
        author=engagement.expert.person,
        number=1,
        starts_at=starts,
        ends_at=starts.replace(minute=59, second=59),
        state=VisitState.CONFIRMED,
        created_at=starts,
    )
    done = client.post(page, answers | {f"goal_{goal.pk}": "done"})
    assert done.headers["Location"] == f"/community/requests/{engagement.request_id}/"
    engagement.refresh_from_db()
    assert (engagement.state, engagement.outcome["rating"]) == (EngagementState.COMPLETED, 5)
    assert "<form" not in client.get(page).content.decode().split('id="main"')[1].split("</main>")[0]


def test_ending_early_at_the_office() -> None:
    engagement = make.engagement()
    client = as_role(Role.COORDINATOR, engagement.centre)
    page = f"/office/engagements/{engagement.pk}/"
    assert client.post(f"{page}end_early/", {"reason": ""}).status_code == 422
    assert as_role(Role.MANAGER, engagement.centre).post(f"{page}end_early/", {"reason": "이사"}).status_code == 403
    assert client.post(f"{page}end_early/", {"reason": "이사", "rematch": "on"}).headers["Location"] == page
    engagement.request.refresh_from_db()
    assert engagement.request.state == RequestState.TRIAGED
    assert client.post(f"{page}nothing/").status_code == 404


def test_the_reason_for_ending_what_has_ended_stays_on_the_page() -> None:
    engagement = make.engagement(state=EngagementState.COMPLETED)
    client = as_role(Role.COORDINATOR, engagement.centre)
    answer = client.post(f"/office/engagements/{engagement.pk}/end_early/", {"reason": "먼 곳으로 이사합니다"})
    page = answer.content.decode()
    assert (answer.status_code, "지금은 할 수 없습니다" in page, "먼 곳으로 이사합니다" in page) == (422, True, True)
    engagement.refresh_from_db()
    assert engagement.state == EngagementState.COMPLETED


# ── what it costs


def busy_centre(count: int) -> Centre:
    centre = people.centre()
    field, stage = make.field(centre), make.stage(centre)
    for _ in range(count):
        expert = make.expert(centre, fields=[field], topics={"회의": 3})
        make.engagement(make.community(centre, field=field, stage=stage), expert)
        asked = make.community(centre, field=field, stage=stage)
        make.request(asked, topics=["회의", "기록"], slots=[(2, 14, 17)])
        offered = make.request(make.community(centre, field=field, stage=stage), RequestState.OFFERING)
        make.proposal(offered, expert)
    return centre


def queries(client: Client, page: str) -> int:
    client.get(page)  # what is kept between requests is kept now
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return len(seen)


def test_each_group_says_how_many_requests_lie_in_it() -> None:
    centre = people.centre()
    for state in (RequestState.DRAFT, RequestState.SUBMITTED, RequestState.TRIAGED, RequestState.WAITLISTED):
        make.request(make.community(centre), state)
    make.request()  # of another centre
    piles = as_role(Role.COORDINATOR, centre).get("/office/requests/").context["list"].piles
    assert {pile.key: pile.count for pile in piles if pile.count} == {
        "waiting": 2,
        "new": 1,
        "waitlisted": 1,
        "all": 3,
    }


@pytest.mark.parametrize(
    ("page", "cost"),
    [
        ("/office/", 13),
        ("/office/requests/?group=all", 10),
        ("/office/engagements/", 9),
    ],
)
def test_office_lists_cost_the_same_for_one_and_thirty(page: str, cost: int) -> None:
    counts = [queries(as_role(Role.COORDINATOR, busy_centre(n)), page) for n in (1, 30)]
    assert counts == [cost, cost]


def test_the_candidates_cost_the_same_for_one_and_thirty() -> None:
    counts = []
    for n in (1, 30):
        centre = busy_centre(n)
        row = CoachingRequest.objects.filter(centre=centre, state=RequestState.SUBMITTED).first()
        assert row is not None
        counts.append(queries(as_role(Role.COORDINATOR, centre), f"/office/requests/{row.pk}/"))
    assert counts == [25, 25]


def test_the_communitys_home_costs_the_same_for_one_community_and_thirty() -> None:
    counts = []
    for n in (1, 30):
        person, centre = people.user(), people.centre()
        expert = make.expert(centre)
        for _ in range(n):
            community = make.community(centre)
            make.representative(community, person)
            make.engagement(community, expert)
            make.request(community, RequestState.DRAFT, support_kind="literacy", created_by=person)
        counts.append(queries(signed_in(person), "/community/"))
    assert counts == [9, 9]


def test_the_office_home_counts_what_waits_and_leads_there() -> None:
    centre = busy_centre(2)
    client = as_role(Role.COORDINATOR, centre)
    Engagement.objects.update(starts_on=clock.today() - timedelta(days=31))
    make.request(make.community(centre), sensitive=True)
    Appointment.objects.filter(centre=centre).update(ends_on=clock.today() + timedelta(days=90))
    home = client.get("/office/").context["home"]
    assert {todo.url: todo.count for todo in home.todos} == {
        "/office/requests/?group=waiting": 3,
        "/office/requests/?group=offering": 2,
        "/office/engagements/?flag=quiet": 2,
        "/office/appointments/#h-renewals": 2,
    }
    for todo in home.todos[:3]:
        assert len(client.get(todo.url).context["list"].page) == todo.count
    assert (home.communities, home.coached, home.experts, home.places, home.places_taken) == (7, 2, 2, 8, 2)
    manager = as_role(Role.MANAGER, centre).get("/office/").context["home"]
    assert manager.todos[0].count == 2  # the sensitive one is not theirs to read


def test_an_idle_office_has_nothing_to_do() -> None:
    page = as_role(Role.COORDINATOR, people.centre()).get("/office/")
    assert page.context["home"].todos == []
    assert "오늘 처리할 일이 없습니다" in page.content.decode()


def test_who_works_at_two_centres_switches() -> None:
    first, second = sorted([people.centre(), people.centre()], key=lambda centre: centre.name)
    person = people.staff(first)
    Membership.objects.create(centre=second, person=person, role=Role.AUDITOR, since=clock.today())
    client = signed_in(person)
    assert client.get("/office/").context["centre"] == first
    client.post("/office/centre/", {"centre": second.pk})
    assert client.get("/office/").context["centre"] == second
