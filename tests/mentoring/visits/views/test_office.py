"""Visit logs at the office."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.common.enums import Access
from lms.common.models import AccessLog, StateChange
from mentoring.coaching.models import Engagement
from mentoring.visits.domain.photo_removal import take_out
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit, VisitPhoto
from tests.factories import mentoring as make
from tests.factories import people, photos, visits
from tests.factories.certificates import Papers
from tests.markup import printed_head

pytestmark = pytest.mark.django_db


@pytest.fixture
def engagement() -> Engagement:
    return make.engagement()


@pytest.fixture
def coordinator(client: Client, engagement: Engagement) -> Client:
    client.force_login(people.staff(engagement.centre))
    return client


def test_only_staff_open_it_and_only_of_their_centre(client: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement)
    for person in (people.user(), engagement.expert.person, visits.representative_of(engagement)):
        client.force_login(person)
        assert client.get("/office/logs/").status_code == 404
        assert client.get(f"/office/logs/{visit.pk}/").status_code == 404
    client.force_login(people.staff(people.centre()))
    assert list(client.get("/office/logs/").context["list"].page) == []
    for part in ("", "rule/", "void/", "note/", "late/", "photo/"):
        answer = client.post(f"/office/logs/{visit.pk}/{part}") if part else client.get(f"/office/logs/{visit.pk}/")
        assert answer.status_code == 404


def test_a_printed_log_says_whose_and_which_it_is(client: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement)
    centre, expert = engagement.centre, engagement.expert.person
    for reader, path in (
        (expert, f"/mentor/logs/{visit.pk}/"),
        (people.staff(centre), f"/office/logs/{visit.pk}/"),
        (visits.representative_of(engagement), f"/community/visits/{visit.pk}/"),
    ):
        client.force_login(reader)
        head = printed_head(client.get(path).content.decode())
        assert [part in head for part in (centre.name, expert.name, f"번호 {visit.pk}")] == [True] * 3, path


def test_logs_are_found_by_community_and_by_expert(coordinator: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement)
    visits.log(make.engagement(expert_profile=make.expert(engagement.centre)))
    for name in (engagement.community.name, engagement.expert.person.name):
        assert list(coordinator.get("/office/logs/", {"q": name}).context["list"].page) == [visit]
    assert "조건에 맞는 것이 없습니다." in coordinator.get("/office/logs/", {"q": "없는 이름"}).content.decode()


def test_managers_and_auditors_read_and_do_not_decide(client: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement, VisitState.OBJECTED)
    for role in (Role.MANAGER, Role.AUDITOR):
        client.force_login(people.staff(engagement.centre, role))
        page = client.get(f"/office/logs/{visit.pk}/")
        assert page.status_code == 200
        assert page.context["ruling_form"] is None
        answer = client.post(f"/office/logs/{visit.pk}/rule/", {"uphold": "yes", "reason": "확인함"})
        assert answer.status_code == 403
    visit.refresh_from_db()
    assert visit.state == VisitState.OBJECTED


def test_drafts_are_not_the_offices(coordinator: Client, engagement: Engagement) -> None:
    draft = visits.log(engagement, VisitState.DRAFT)
    assert list(coordinator.get("/office/logs/").context["list"].page) == []
    assert coordinator.get(f"/office/logs/{draft.pk}/").status_code == 404


def test_logs_of_sensitive_requests_are_for_coordinators(client: Client, engagement: Engagement) -> None:
    engagement.request.sensitive = True
    engagement.request.save()
    visit = visits.log(engagement)
    for role, found in ((Role.MANAGER, []), (Role.AUDITOR, []), (Role.COORDINATOR, [visit])):
        client.force_login(people.staff(engagement.centre, role))
        assert list(client.get("/office/logs/").context["list"].page) == found
        assert client.get(f"/office/logs/{visit.pk}/").status_code == (200 if found else 404)


def test_each_filter_finds_its_own(coordinator: Client, engagement: Engagement) -> None:
    rows = {
        "objected": visits.log(engagement, VisitState.OBJECTED, hour=8),
        "late": visits.log(engagement, hour=10),
        "help": visits.log(engagement, hour=12, health="help"),
        "urgent": visits.log(engagement, hour=14, health="urgent"),
    }
    Visit.objects.filter(pk=rows["late"].pk).update(confirm_by=clock.now() + timedelta(days=1))
    visits.log(make.engagement(), VisitState.OBJECTED, health="help")  # another centre's
    for name, visit in rows.items():
        assert list(coordinator.get(f"/office/logs/?show={name}").context["list"].page) == [visit]
    assert len(coordinator.get("/office/logs/?show=nonsense").context["list"].page) == 4
    piles = coordinator.get("/office/logs/").context["list"].piles
    assert [pile.count for pile in piles] == [None, 1, 1, 1, 1]


def test_a_coordinator_rules_and_voids_with_reasons(coordinator: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement, VisitState.OBJECTED)
    path = f"/office/logs/{visit.pk}/"
    assert coordinator.post(f"{path}rule/", {"uphold": "yes", "reason": ""}).status_code == 422
    assert coordinator.post(f"{path}rule/", {"uphold": "yes", "reason": "양쪽에 물음"}).status_code == 302
    assert coordinator.post(f"{path}void/", {"reason": ""}).status_code == 422
    assert coordinator.post(f"{path}void/", {"reason": "다른 날의 일지"}).status_code == 302
    visit.refresh_from_db()
    assert (visit.state, visit.reason) == (VisitState.VOIDED, "다른 날의 일지")
    assert "다른 날의 일지" in coordinator.get(path).content.decode()


def test_the_private_note_needs_a_reason_and_is_shown_once(coordinator: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement, private_note="대표가 지쳤다")
    path = f"/office/logs/{visit.pk}/"
    assert "지쳤다" not in coordinator.get(path).content.decode()
    refused = coordinator.post(f"{path}note/", {"note_reason": ""})
    assert refused.status_code == 422
    assert "지쳤다" not in refused.content.decode()
    assert not StateChange.objects.filter(action="read_private_note").exists()
    assert "대표가 지쳤다" in coordinator.post(f"{path}note/", {"note_reason": "도움 요청"}).content.decode()
    assert StateChange.objects.get(action="read_private_note").reason == "도움 요청"
    row = AccessLog.objects.get(action=Access.NOTE)
    assert (row.people, row.reason) == ([visit.author_id], "도움 요청")
    assert "지쳤다" not in coordinator.get(path).content.decode()
    assert coordinator.get(f"{path}note/").status_code == 405


def test_an_auditor_is_not_even_asked_for_a_reason(client: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement, private_note="대표가 지쳤다")
    client.force_login(people.staff(engagement.centre, Role.AUDITOR))
    assert client.get(f"/office/logs/{visit.pk}/").context["note_form"] is None
    answer = client.post(f"/office/logs/{visit.pk}/note/", {"note_reason": "궁금"})
    assert answer.status_code == 403
    assert "지쳤다" not in answer.content.decode()


def test_older_visits_are_allowed_for_a_time(coordinator: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement)
    until = clock.today() + timedelta(days=7)
    path = f"/office/logs/{visit.pk}/late/"
    past = clock.today() - timedelta(days=1)
    assert coordinator.post(path, {"until": past.isoformat(), "reason": "입원"}).status_code == 422
    assert coordinator.post(path, {"until": until.isoformat(), "reason": "입원"}).status_code == 302
    engagement.refresh_from_db()
    assert engagement.late_logs_until == until


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(coordinator: Client, engagement: Engagement, django_assert_num_queries: Any, rows: int) -> None:
    engagement.starts_on = clock.today() - timedelta(days=31)
    engagement.save()
    for n in range(rows):
        visit = visits.log(engagement, VisitState.CONFIRMED, days_ago=n % 30 + 1, next_step=f"할 일 {n}")
    for path, queries in (("/office/logs/", 10), (f"/office/logs/{visit.pk}/", 16)):
        coordinator.get(path)
        with django_assert_num_queries(queries):
            coordinator.get(path)


# ── one photo of a sent log


def test_an_auditor_takes_no_photo_out_and_one_of_another_log_is_not_taken(
    client: Client, engagement: Engagement, photo_folder: Papers
) -> None:
    visit, other = (
        photos.log(engagement, state="confirmed"),
        photos.log(engagement, "blue", state="confirmed", days_ago=3),
    )
    path, data = f"/office/logs/{visit.pk}/photo/", {"photo": visit.photos.get().pk, "photo_reason": "요청"}
    client.force_login(people.staff(engagement.centre, Role.AUDITOR))
    assert client.post(path, data).status_code == 403
    assert 'name="photo_reason"' not in client.get(f"/office/logs/{visit.pk}/").content.decode()
    client.force_login(people.staff(engagement.centre))
    answer = client.post(path, data | {"photo": other.photos.get().pk})
    assert (answer.status_code, "이 사진은 이미 없습니다." in answer.content.decode()) == (422, True)
    assert client.post(path, data | {"photo_reason": ""}).status_code == 422
    assert VisitPhoto.objects.count() == 2


def test_the_reason_stays_where_the_expert_took_the_log_back_meanwhile(
    coordinator: Client, engagement: Engagement, photo_folder: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = photos.log(engagement, state="submitted")

    def late(**asked: Any) -> Visit:
        Visit.objects.filter(pk=visit.pk).update(state=VisitState.DRAFT)
        return take_out(**asked)

    monkeypatch.setattr("mentoring.visits.views.office.take_out", late)
    sent = {"photo": visit.photos.get().pk, "photo_reason": "사진에 나온 분이 요청하셨습니다."}
    answer = coordinator.post(f"/office/logs/{visit.pk}/photo/", sent)
    page = answer.content.decode()
    assert (answer.status_code, "아직 보내지 않은 일지입니다" in page, sent["photo_reason"] in page) == (
        422,
        True,
        True,
    )
    assert VisitPhoto.objects.count() == 1


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MANAGER])
def test_a_photo_is_taken_out_and_every_page_of_the_log_says_so(
    client: Client, engagement: Engagement, photo_folder: Papers, role: Role
) -> None:
    visit, office = photos.log(engagement, "red", "blue", state="confirmed"), people.staff(engagement.centre, role)
    gone, stays = visit.photos.all()
    client.force_login(office)
    said = "2026년 11월 23일(월)에 사진 한 장을 뺐습니다."
    with clock.at(clock.seoul(2026, 11, 23, 10)):
        page = client.get(f"/office/logs/{visit.pk}/").content.decode()
        assert (said in page, "1. 방문 사진 1" in page) == (False, True)
        sent = {"photo": gone.pk, "photo_reason": "사진에 나온 분이 요청하셨습니다."}
        answer = client.post(f"/office/logs/{visit.pk}/photo/", sent)
        assert (answer.status_code, answer["Location"]) == (302, f"/office/logs/{visit.pk}/")
        assert client.get(f"/logs/{visit.pk}/photos/{gone.pk}/").status_code == 404
        for who, path, reason in (
            (office, f"/office/logs/{visit.pk}/", True),
            (visit.author, f"/mentor/logs/{visit.pk}/", False),
            (visits.representative_of(engagement), f"/community/visits/{visit.pk}/", False),
        ):
            client.force_login(who)
            page = client.get(path).content.decode()
            assert (said in page, sent["photo_reason"] in page) == (True, reason)
            assert page.count('class="photo"') == 1
    assert list(visit.photos.all()) == [stays]


def test_more_visits_than_planned_and_a_no_show(coordinator: Client, engagement: Engagement) -> None:
    Engagement.objects.filter(pk=engagement.pk).update(planned_visits=1)
    first, second, fell_through = visits.log(engagement, days_ago=3), visits.log(engagement), visits.no_show(engagement)
    pages = {log: coordinator.get(f"/office/logs/{log.pk}/").content.decode() for log in (first, second, fell_through)}
    assert "1번 중 1번째 방문" in pages[first]
    assert "2번째 방문 (계획 1번)" in pages[second]
    assert "1번 중 2번째" not in pages[second]
    assert "번째 방문" not in pages[fell_through]
    assert "빨리 연락이 필요해요" not in pages[fell_through]
    listed = coordinator.get("/office/logs/").content.decode()
    assert listed.count("빨리 연락이 필요해요") == 1  # the filter's own words


def test_an_objection_stands_beside_its_decision_with_whom_to_call(
    coordinator: Client, engagement: Engagement, client: Client
) -> None:
    person = visits.representative_of(engagement)
    User.objects.filter(pk=person.pk).update(phone="01012345678")
    visit = visits.log(engagement, VisitState.OBJECTED)
    text = coordinator.get(f"/office/logs/{visit.pk}/").content.decode()
    places = [text.index(word) for word in ("시간이 다릅니다.", "010-1234-5678", "/rule/", visit.content)]
    assert places == sorted(places)
    read = AccessLog.objects.filter(action=Access.CONTACTS).values_list("subject", "subject_id", "whose")
    assert list(read) == [("communities.community", engagement.community_id, f",{person.pk},")]
    client.force_login(people.staff(engagement.centre, Role.AUDITOR))
    assert "010-1234-5678" not in client.get(f"/office/logs/{visit.pk}/").content.decode()
