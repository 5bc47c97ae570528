"""The page on which a community answers a visit log."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common import clock
from lms.notifications.models import Notice
from mentoring.coaching.models import Engagement
from mentoring.visits.domain import confirmation, writing
from mentoring.visits.enums import Verdict, VisitState
from mentoring.visits.models import ActionItem, Visit
from tests.factories import mentoring as make
from tests.factories import people, visits
from tests.markup import start_tags

pytestmark = pytest.mark.django_db
LIST = "/community/visits/"
CONFIRMS = {"class": "btn", "name": "answer", "value": "right"}


@pytest.fixture
def engagement() -> Engagement:
    return make.engagement()


def path_of(visit: Visit) -> str:
    return f"/community/visits/{visit.pk}/"


def right(visit: Visit) -> dict[str, str]:
    """What the page of that log as it was then sends."""
    return {"answer": "right", "sent_at": visit.submitted_at.isoformat()}


def different(visit: Visit, comment: str) -> dict[str, str]:
    return right(visit) | {"answer": "different", "comment": comment}


def state_of(visit: Visit) -> str:
    return Visit.objects.get(pk=visit.pk).state


def test_strangers_do_not_find_it(client: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement)
    assert client.get(path_of(visit)).status_code == 302
    for person in (
        people.user(),
        engagement.expert.person,
        make.representative(engagement.community, ended_on=clock.today()),
        make.representative(make.community(engagement.centre)),
        people.staff(engagement.centre, Role.COORDINATOR),
    ):
        client.force_login(person)
        assert client.get(path_of(visit)).status_code == 404
        assert client.post(path_of(visit), right(visit)).status_code == 404
    assert state_of(visit) == VisitState.SUBMITTED


def test_what_is_not_sent_is_not_found(client: Client, engagement: Engagement) -> None:
    client.force_login(visits.representative_of(engagement))
    assert client.get(path_of(visits.log(engagement, VisitState.DRAFT))).status_code == 404


def test_the_link_of_the_notice_leads_to_one_press(client: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement, private_note="대표가 지쳤다", health="help")
    person = visits.representative_of(engagement)
    client.force_login(person)
    page = client.get(Notice.objects.get(person=person).path)
    text = page.content.decode()
    assert CONFIRMS in start_tags(text, "button")
    assert "맞아요" in text
    assert f"{visit.confirm_by.month}월 {visit.confirm_by.day}일" in text
    assert "지쳤다" not in text
    assert "도움이 필요" not in text
    assert state_of(visit) == VisitState.SUBMITTED
    for _again in range(2):
        assert client.post(path_of(visit), right(visit)).status_code == 302
    assert state_of(visit) == VisitState.CONFIRMED
    assert CONFIRMS not in start_tags(client.get(path_of(visit)).content.decode(), "button")


def test_a_representative_who_wrote_the_log_can_read_but_not_answer(client: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement)
    make.representative(engagement.community, engagement.expert.person)
    client.force_login(engagement.expert.person)
    assert client.get(path_of(visit)).context["may_answer"] is False
    assert client.post(path_of(visit), right(visit)).status_code == 403
    assert state_of(visit) == VisitState.SUBMITTED


def test_an_objection_needs_words(client: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement)
    client.force_login(visits.representative_of(engagement))
    assert client.post(path_of(visit), different(visit, "")).status_code == 422
    assert state_of(visit) == VisitState.SUBMITTED
    assert client.post(path_of(visit), different(visit, "30분이었습니다")).status_code == 302
    assert state_of(visit) == VisitState.OBJECTED


def test_a_late_answer_is_told_what_became_of_it(client: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement)
    Visit.objects.filter(pk=visit.pk).update(confirm_by=clock.now() - timedelta(seconds=1))
    client.force_login(visits.representative_of(engagement))
    answer = client.post(path_of(visit), different(visit, "늦었지만"))
    assert answer.status_code == 422
    assert "늦었지만" in answer.content.decode()
    assert state_of(visit) == VisitState.SUBMITTED


def test_what_was_mended_since_it_was_read_can_not_be_answered(client: Client, engagement: Engagement) -> None:
    read = visits.log(engagement)
    author = engagement.expert.person
    writing.recall_visit(visit=read, author=author)
    mended = writing.log_visit(
        engagement=engagement,
        author=author,
        client_uuid=read.client_uuid,
        content=visits.content(attendees=40),
        submit=True,
    )
    mended.refresh_from_db()
    client.force_login(visits.representative_of(engagement))
    for sent_at in ("", "yesterday", read.submitted_at.isoformat()):
        page = client.post(path_of(read), right(read) | {"sent_at": sent_at}, follow=True).content.decode()
        assert "그사이 일지를 고쳤습니다" in page
        assert state_of(read) == VisitState.SUBMITTED
    answer = client.post(path_of(read), different(read, "30분이었습니다"))
    assert (answer.status_code, state_of(read)) == (422, VisitState.SUBMITTED)
    text = answer.content.decode()
    assert "30분이었습니다" in text
    assert mended.submitted_at.isoformat() in text
    assert client.post(path_of(read), right(mended)).status_code == 302
    assert state_of(read) == VisitState.CONFIRMED


def test_who_comes_to_a_log_that_was_taken_back_is_told_so(client: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement)
    writing.recall_visit(visit=visit, author=engagement.expert.person)
    client.force_login(make.representative(make.community(engagement.centre)))
    assert client.get(path_of(visit)).status_code == 404
    client.force_login(visits.representative_of(engagement))
    page = client.get(path_of(visit))
    assert (page.status_code, "전문지원가가 일지를 고치고 있습니다" in page.content.decode()) == (200, True)
    assert visit.content not in page.content.decode()
    assert client.post(path_of(visit), right(visit)).status_code == 409
    assert state_of(visit) == VisitState.DRAFT


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(client: Client, engagement: Engagement, django_assert_num_queries: Any, rows: int) -> None:
    visit = visits.log(engagement, topics=frozenset(make.topic(f"주제 {n}").pk for n in range(rows)))
    person = visits.representative_of(engagement)
    for _row in range(rows):
        visit.confirmations.create(person=person, verdict=Verdict.OBJECTION, comment="다릅니다", at=clock.now())
    client.force_login(person)
    client.get(path_of(visit))
    with django_assert_num_queries(12):
        client.get(path_of(visit))


# ── all visits of the community


@pytest.fixture
def person(engagement: Engagement) -> User:
    return visits.representative_of(engagement)


def test_strangers_have_no_list_of_visits(client: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement)
    assert client.get(LIST).status_code == 302
    for stranger in (people.user(), make.representative(engagement.community, ended_on=clock.today())):
        client.force_login(stranger)
        assert client.get(LIST).status_code == 404
    client.force_login(make.representative(make.community(engagement.centre)))
    assert path_of(visit) not in client.get(LIST).content.decode()


def test_all_visits_stand_in_the_list_but_no_unsent_draft(client: Client, engagement: Engagement, person: User) -> None:
    author = engagement.expert.person
    shown = [
        visits.log(engagement, state, days_ago=n) for n, state in enumerate(("submitted", "confirmed", "objected"), 2)
    ]
    shown.append(visits.log(engagement, days_ago=5))
    writing.recall_visit(visit=shown[-1], author=author)
    visits.log(engagement, VisitState.DRAFT, days_ago=6)
    client.force_login(person)
    page = client.get(LIST)
    assert [row.pk for row in page.context["page_obj"]] == [row.pk for row in shown]
    text = page.content.decode()
    assert [word in text for word in ("고치는 중", "다르다고 알려 주셨습니다", shown[-1].content)] == [
        True,
        True,
        False,
    ]


def test_the_ruling_and_what_was_added_stand_in_the_list_and_on_the_page(
    client: Client, engagement: Engagement, person: User
) -> None:
    visit = visits.log(engagement, VisitState.OBJECTED)
    coordinator = people.staff(engagement.centre, Role.COORDINATOR)
    confirmation.rule_on_objection(visit=visit, actor=coordinator, uphold=True, reason="출석부와 같습니다")
    writing.add_addendum(visit=visit, author=engagement.expert.person, text="자료를 덧붙입니다")
    notices = Notice.objects.filter(person=person, path=path_of(visit)).order_by("-pk")
    assert [engagement.community.name in notice.text for notice in notices] == [True] * 3
    client.force_login(person)
    for path, words in (
        (LIST, ["출석부와 같습니다", "덧붙인 글 1건"]),
        (path_of(visit), ["출석부와 같습니다", "자료를 덧붙입니다"]),
    ):
        text = client.get(path).content.decode()
        assert [word for word in words if word not in text] == []


def test_both_answers_stand_together_after_the_text(client: Client, engagement: Engagement, person: User) -> None:
    visit = visits.log(engagement)
    client.force_login(person)
    text = client.get(path_of(visit)).content.decode()
    places = [text.index(word) for word in (visit.content, 'value="right"', "달라요", 'value="different"')]
    assert places == sorted(places)


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_of_the_list(
    client: Client, engagement: Engagement, person: User, django_assert_num_queries: Any, rows: int
) -> None:
    for n in range(rows):
        visits.log(engagement, days_ago=1 + n % 25, hour=9 + n // 25)
    client.force_login(person)
    client.get(LIST)
    with django_assert_num_queries(7):
        client.get(LIST)


# ── what the community agreed to do


def test_steps_of_others_are_not_found(client: Client, engagement: Engagement) -> None:
    step = ActionItem.objects.get(visit=visits.log(engagement, next_step="회의록 나누기"))
    for stranger in (make.representative(make.community(engagement.centre)), engagement.expert.person):
        client.force_login(stranger)
        assert client.post(f"/community/steps/{step.pk}/", {"done": "yes"}).status_code == 404
    assert ActionItem.objects.get().state == "open"


def test_a_step_is_ticked_off_on_the_home_and_taken_back_there(
    client: Client, engagement: Engagement, person: User
) -> None:
    step = ActionItem.objects.get(visit=visits.log(engagement, next_step="회의록 나누기"))
    client.force_login(person)
    assert client.get("/community/").context["home"].actions == [step]
    client.post(f"/community/steps/{step.pk}/", {})
    assert ActionItem.objects.get().state == "open"
    page = client.post(f"/community/steps/{step.pk}/", {"done": "yes"}, follow=True)
    assert (page.context["home"].actions, page.context["home"].ticked) == ([], [step])
    page = client.post(f"/community/steps/{step.pk}/", {"done": "no"}, follow=True)
    assert (page.context["home"].actions, page.context["home"].ticked) == ([step], [])


@pytest.mark.parametrize(("ended", "shown"), [(False, "약속함"), (True, "일지 없음")])
def test_what_nobody_logged_is_not_called_arranged(
    client: Client, engagement: Engagement, ended: bool, shown: str
) -> None:
    """From the minute on at which it would be over."""
    moment = clock.now()
    visits.arranged(engagement, moment - timedelta(hours=1), minutes=60 if ended else 61)
    person = visits.representative_of(engagement)
    client.force_login(person)
    with clock.at(moment):
        page = client.get(LIST).content.decode()
    assert [word for word in ("약속함", "일지 없음") if f">{word}<" in page] == [shown]
    assert ("전문지원가나 센터에 알려 주세요" in page) == ended


def test_nor_does_the_office_read_so(client: Client, engagement: Engagement) -> None:
    visits.arranged(engagement, clock.now() - timedelta(days=2))
    client.force_login(people.staff(engagement.centre))
    page = client.get(f"/office/engagements/{engagement.pk}/").content.decode()
    assert [word for word in ("약속함", "일지 없음") if f">{word}<" in page] == ["일지 없음"]
