"""The expert's pages: who gets in, what a form makes, what comes back when it can't."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import Topic
from lms.accounts.enums import Role
from lms.common import clock
from mentoring.coaching.enums import EngagementState
from mentoring.coaching.models import Engagement
from mentoring.corps.enums import AppointmentState
from mentoring.visits.enums import VisitState
from mentoring.visits.models import ActionItem, Visit
from tests.factories import files, people, visits
from tests.factories import mentoring as make
from tests.markup import start_tags

pytestmark = pytest.mark.django_db


@pytest.fixture
def engagement() -> Engagement:
    return make.engagement()


@pytest.fixture
def expert(client: Client, engagement: Engagement) -> Client:
    client.force_login(engagement.expert.person)
    return client


def answers(engagement: Engagement, **changes: Any) -> dict[str, Any]:
    day = clock.today() - timedelta(days=1)
    return {
        "client_uuid": str(uuid.uuid4()),
        "engagement": engagement.pk,
        "day": day.isoformat(),
        "start": "14:00",
        "length": "60",
        "mode": "visit",
        "attendees": "5",
        "topics": [make.topic("운영").pk],
        "content": "회의 규칙을 정했습니다.",
        "next_step": "",
        "next_on": "",
        "health": "good",
        **({} if {"draft", "take_back"} & changes.keys() else {"send": "1"}),
    } | changes


def upload(colour: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{colour}.jpg", files.photo(colour=colour), "image/jpeg")


PAGES = [
    "/mentor/",
    "/mentor/logs/",
    "/mentor/logs/new/",
    "/mentor/logs/no-show/",
    "/mentor/communities/",
    "/mentor/schedule/",
]


@pytest.mark.parametrize("path", [*PAGES, "/mentor/statement/202601/"])
def test_the_section_is_for_experts(client: Client, engagement: Engagement, path: str) -> None:
    assert client.get(path).status_code == 302
    for person in (
        people.user(),
        visits.representative_of(engagement),
        people.staff(engagement.centre, Role.COORDINATOR),
    ):
        client.force_login(person)
        assert client.get(path).status_code == 404
    client.force_login(engagement.expert.person)
    assert client.get(path).status_code == 200


def test_logs_and_communities_of_others_are_not_found(expert: Client, engagement: Engagement) -> None:
    foreign = visits.log(make.engagement())
    paths = [f"/mentor/logs/{foreign.pk}/", f"/mentor/logs/{foreign.pk}/edit/"]
    for path in [*paths, f"/mentor/communities/{foreign.engagement_id}/", "/mentor/logs/new/?visit=" + str(foreign.pk)]:
        assert expert.get(path).status_code == 404
    for path in (f"/mentor/logs/{foreign.pk}/recall/", f"/mentor/logs/{foreign.pk}/cancel/"):
        assert expert.post(path).status_code == 404
        assert expert.get(path).status_code == 405
    assert expert.post("/mentor/logs/new/", answers(foreign.engagement)).status_code == 422
    assert Visit.objects.count() == 1


def test_who_coaches_and_reads_a_log_as_another_finds_it_among_no_logs_of_theirs(
    expert: Client, engagement: Engagement
) -> None:
    """The page of one's own logs shows the private note: who may read a log for another reason reads it elsewhere."""
    person = engagement.expert.person
    colleagues = make.engagement(make.community(engagement.centre))
    make.representative(colleagues.community, person)
    foreign = visits.log(colleagues, private_note="대표가 지쳤다")
    assert list(Visit.objects.visible_to(person)) == [foreign]
    assert expert.get(f"/mentor/logs/{foreign.pk}/").status_code == 404
    read = expert.get(f"/community/visits/{foreign.pk}/")
    assert (read.status_code, "지쳤다" in read.content.decode()) == (200, False)


def test_after_an_ordinary_end_visits_of_before_are_logged(expert: Client, engagement: Engagement) -> None:
    ended = clock.today() - timedelta(days=1)
    engagement.expert.person.appointments.update(ends_on=ended, ended_on=ended, state=AppointmentState.EXPIRED)
    assert "30일 동안 기록할 수" in expert.get("/mentor/").content.decode()
    assert expert.get("/mentor/logs/new/").status_code == 200
    assert expert.post("/mentor/logs/new/", answers(engagement, day=ended.isoformat())).status_code == 302
    engagement.expert.person.appointments.update(state=AppointmentState.DISMISSED)
    assert "30일 동안 기록할 수" not in expert.get("/mentor/").content.decode()
    assert expert.get("/mentor/logs/new/").status_code == 403


def test_a_coaching_that_ended_lately_can_be_chosen(expert: Client, engagement: Engagement) -> None:
    for days, count in ((30, 1), (31, 0)):
        ended = clock.today() - timedelta(days=days)
        Engagement.objects.filter(pk=engagement.pk).update(state=EngagementState.ENDED_EARLY, ends_on=ended)
        assert len(expert.get("/mentor/logs/new/").context["form"].engagements) == count


def test_a_term_that_is_over_says_so_with_whom_to_call(expert: Client, engagement: Engagement) -> None:
    ended = clock.today() - timedelta(days=31)
    engagement.expert.person.appointments.update(ends_on=ended, ended_on=ended, state=AppointmentState.EXPIRED)
    for path, status in (("/mentor/", 200), ("/mentor/logs/new/", 403)):
        answer = expert.get(path)
        assert answer.status_code == status
        text = answer.content.decode()
        assert f"{ended.year}년 {ended.month}월 {ended.day}일" in text
        assert "062-000-0000" in text
    refused = expert.post("/mentor/logs/new/", answers(engagement))
    assert refused.status_code == 422
    assert "회의 규칙을 정했습니다." in refused.content.decode()


def test_the_form_comes_filled_in_from_the_arranged_visit(expert: Client, engagement: Engagement) -> None:
    starts_at = visits.start(0, 0)
    arranged = visits.arranged(engagement, starts_at, minutes=90, mode="phone")
    form = expert.get(f"/mentor/logs/new/?visit={arranged.pk}").context["form"]
    given = {name: form.initial[name] for name in ("client_uuid", "engagement", "day", "length", "mode")}
    assert given == {
        "client_uuid": arranged.client_uuid,
        "engagement": engagement.pk,
        "day": clock.today(),
        "length": "90",
        "mode": "phone",
    }


def test_a_bad_form_comes_back_with_what_was_typed(expert: Client, engagement: Engagement) -> None:
    answer = expert.post("/mentor/logs/new/", answers(engagement, content="", next_step="약속문 만들기", topics=[]))
    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["content", "topics"]
    assert "약속문 만들기" in answer.content.decode()
    assert Visit.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": (clock.today() + timedelta(days=1)).isoformat()}, "day"),
        ({"length": "own"}, "own_minutes"),
        ({"length": "own", "own_minutes": "481"}, "__all__"),
        ({"next_on": (clock.today() - timedelta(days=1)).isoformat()}, "next_on"),
        ({"content": "900101-1234567"}, "content"),
        ({"attendees": "-1"}, "attendees"),
    ],
)
def test_each_mistake_is_told_and_nothing_is_kept(
    expert: Client, engagement: Engagement, changes: dict[str, Any], field: str
) -> None:
    answer = expert.post("/mentor/logs/new/", answers(engagement, **changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Visit.objects.count() == 0


def test_without_topics_it_says_who_makes_them(expert: Client, engagement: Engagement) -> None:
    says = "주제가 아직 없습니다. 관리자가 편집 화면의 기준 정보에서 만듭니다."
    sent = answers(engagement) | {"topics": []}
    Topic.objects.all().delete()
    assert expert.get(reverse("visit_new")).content.decode().count(says) == 1
    response = expert.post(reverse("visit_new"), sent)
    assert (response.status_code, response.context["form"].errors) == (422, {"topics": [says]})


def test_an_overlap_is_told_at_the_time(expert: Client, engagement: Engagement) -> None:
    visits.log(engagement)
    answer = expert.post("/mentor/logs/new/", answers(engagement))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["start"]


def test_three_sendings_of_one_form_make_one_log(expert: Client, engagement: Engagement) -> None:
    step = visits.log(engagement, days_ago=4, next_step="약속문 만들기").actions.get()
    form = answers(engagement, settled=[step.pk], length="own", own_minutes="45", private_note="대표가 지쳤다")
    for _again in range(3):
        answer = expert.post("/mentor/logs/new/", form)
        made = Visit.objects.exclude(number=1).get()
        assert answer.headers["Location"] == f"/mentor/logs/{made.pk}/"
    assert (made.state, made.minutes, made.number) == (VisitState.SUBMITTED, 45, 2)


def test_a_draft_needs_no_topic_and_is_finished_later(expert: Client, engagement: Engagement) -> None:
    form = answers(engagement, topics=[], content="", draft="1")
    expert.post("/mentor/logs/new/", form)
    draft = Visit.objects.get()
    assert draft.state == VisitState.DRAFT
    page = expert.get(f"/mentor/logs/{draft.pk}/edit/")
    assert page.context["form"].initial["client_uuid"] == draft.client_uuid
    expert.post(f"/mentor/logs/{draft.pk}/edit/", answers(engagement))
    draft.refresh_from_db()
    assert (draft.state, draft.content) == (VisitState.SUBMITTED, "회의 규칙을 정했습니다.")


def test_an_objected_log_is_mended_in_place(expert: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement, VisitState.OBJECTED)
    page = expert.get(f"/mentor/logs/{visit.pk}/edit/")
    assert "시간이 다릅니다." in page.content.decode()
    sent = answers(engagement, length="30")
    later = answers(engagement, length="30", draft="1")
    assert expert.post(f"/mentor/logs/{visit.pk}/edit/", later).status_code == 422
    assert expert.post(f"/mentor/logs/{visit.pk}/edit/", sent).status_code == 302
    visit.refresh_from_db()
    assert (visit.state, visit.minutes) == (VisitState.SUBMITTED, 30)


def test_recalling_leads_back_to_the_form(expert: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement)
    answer = expert.post(f"/mentor/logs/{visit.pk}/recall/")
    assert answer.headers["Location"] == f"/mentor/logs/{visit.pk}/edit/"
    assert expert.get(f"/mentor/logs/{visit.pk}/edit/").status_code == 200


def test_a_settled_log_has_no_form_and_takes_additions(expert: Client, engagement: Engagement) -> None:
    visit = visits.log(engagement, VisitState.CONFIRMED)
    assert expert.get(f"/mentor/logs/{visit.pk}/edit/").status_code == 302
    assert expert.post(f"/mentor/logs/{visit.pk}/", {"text": ""}).status_code == 422
    assert expert.post(f"/mentor/logs/{visit.pk}/", {"text": "한 명 더 왔습니다."}).status_code == 302
    assert list(visit.addenda.values_list("text", flat=True)) == ["한 명 더 왔습니다."]


def test_a_visit_that_did_not_take_place_is_recorded(expert: Client, engagement: Engagement) -> None:
    form = answers(engagement, side="community", content="문이 닫혀 있었습니다.")
    assert expert.post("/mentor/logs/no-show/", form | {"side": ""}).status_code == 422
    assert expert.post("/mentor/logs/no-show/", form).status_code == 302
    assert list(Visit.objects.values_list("state", "no_show_side")) == [("no_show", "community")]


def test_hours_that_suit_are_added_and_taken_out(expert: Client, engagement: Engagement) -> None:
    windows = engagement.expert.windows
    assert expert.post("/mentor/schedule/", {"weekday": "2", "starts": "14:00", "ends": "13:00"}).status_code == 422
    for _again in range(2):
        assert expert.post("/mentor/schedule/", {"weekday": "2", "starts": "14:00", "ends": "17:00"}).status_code == 302
    assert expert.post("/mentor/schedule/", {"weekday": "2", "starts": "16:00", "ends": "18:00"}).status_code == 422
    foreign = make.expert(windows=[(1, 9, 12)]).windows.get()
    expert.post(f"/mentor/schedule/{foreign.pk}/remove/")
    assert foreign.expert.windows.count() == 1
    expert.post(f"/mentor/schedule/{windows.get().pk}/remove/")
    assert windows.count() == 0


def test_a_pause_is_set_and_ended(expert: Client, engagement: Engagement) -> None:
    until = clock.today() + timedelta(days=10)
    yesterday = clock.today() - timedelta(days=1)
    assert expert.post("/mentor/schedule/pause/", {"paused_until": yesterday.isoformat()}).status_code == 422
    expert.post("/mentor/schedule/pause/", {"paused_until": until.isoformat()})
    engagement.expert.refresh_from_db()
    assert engagement.expert.paused_until == until
    expert.post("/mentor/schedule/pause/", {"paused_until": ""})
    engagement.expert.refresh_from_db()
    assert engagement.expert.paused_until is None


@pytest.mark.parametrize("hour", [0, 15])
@pytest.mark.parametrize("length", [60, 180])
def test_what_a_new_form_says_first_can_be_sent(expert: Client, engagement: Engagement, length: int, hour: int) -> None:
    """It is as long as the last visit, and such a visit is over: also a moment after midnight."""
    visits.log(engagement, days_ago=3, minutes=length)
    with clock.at(clock.seoul(*clock.today().timetuple()[:3], hour, 21)):
        said = expert.get("/mentor/logs/new/").context["form"].initial
        names = {"client_uuid", "engagement", "day", "start", "length", "own_minutes", "mode"} & said.keys()
        sent = {name: said[name] for name in names}
        assert expert.post("/mentor/logs/new/", answers(engagement) | sent).status_code == 302
    assert Visit.objects.latest("pk").minutes == length


def test_the_statement_counts_confirmed_hours_of_its_month(expert: Client, engagement: Engagement) -> None:
    visits.log(engagement, VisitState.CONFIRMED, days_ago=1, minutes=90)
    visits.log(engagement, days_ago=1, hour=17, minutes=30)
    month = clock.today() - timedelta(days=1)
    page = expert.get(f"/mentor/statement/{month:%Y%m}/").context["statement"]
    assert (page.minutes, len(page.counted), len(page.waiting)) == (90, 1, 1)
    for bad in ("202613", "999999", "abc", "299912"):
        assert expert.get(f"/mentor/statement/{bad}/").status_code == 404


def test_the_community_page_shows_contacts_only_while_coaching_runs(expert: Client, engagement: Engagement) -> None:
    person = visits.representative_of(engagement)
    person.phone = "01012345678"
    person.save()
    path = f"/mentor/communities/{engagement.pk}/"
    assert 'href="tel:01012345678"' in expert.get(path).content.decode()
    engagement.state = "completed"
    engagement.save()
    assert "01012345678" not in expert.get(path).content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(expert: Client, engagement: Engagement, rows: int) -> None:
    engagement.starts_on = clock.today() - timedelta(days=31)
    engagement.save()
    for n in range(rows):
        visits.log(engagement, VisitState.CONFIRMED, days_ago=n % 30 + 1, next_step=f"할 일 {n}")
        visits.log(engagement, VisitState.DRAFT, days_ago=n % 30 + 1, hour=17)
    month = f"{clock.today() - timedelta(days=1):%Y%m}"  # with visits
    costs = {
        "/mentor/": 10,
        "/mentor/logs/": 7,
        "/mentor/logs/new/": 10,
        "/mentor/communities/": 6,
        f"/mentor/communities/{engagement.pk}/": 13,
        "/mentor/schedule/": 6,
        f"/mentor/statement/{month}/": 8,
    }
    assert {path: asked_to_read(expert, path) for path in costs} == costs


def asked_to_read(client: Client, path: str) -> int:
    """By somebody who was there before."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


# ── what a sending costs, as a whole request


def asked_to_write(expert: Client, form: dict[str, Any]) -> int:
    """How many queries one sending takes, savepoints and all; none of its reads is made twice."""
    with CaptureQueriesContext(connection) as asked:
        answer = expert.post("/mentor/logs/new/", form)
    assert answer.status_code == 302
    reads = [query["sql"] for query in asked.captured_queries if query["sql"].startswith("SELECT")]
    assert len(reads) == len(set(reads))
    return len(asked)


@pytest.mark.parametrize("rows", [1, 30])
def test_sending_a_log_is_twenty_one_queries(expert: Client, engagement: Engagement, rows: int) -> None:
    _steps, topics = around(engagement, rows)
    sent = answers(engagement, topics=topics)
    draft = answers(engagement, topics=topics, client_uuid=sent["client_uuid"], draft="1")
    assert [asked_to_write(expert, form) for form in (draft, draft, sent, sent)] == [16, 13, 22, 13]
    assert asked_to_write(expert, answers(engagement, topics=topics, start="17:00")) == 21
    assert Visit.objects.filter(state=VisitState.SUBMITTED, engagement=engagement).count() == 2 + 1


@pytest.mark.parametrize("rows", [1, 30])
def test_with_steps_a_note_and_the_next_day_it_is_nine_more(expert: Client, engagement: Engagement, rows: int) -> None:
    steps, topics = around(engagement, rows)
    said = {"settled": steps, "next_step": "약속문 만들기", "private_note": "대표가 지쳤다"}
    next_on = (clock.today() + timedelta(days=7)).isoformat()
    assert asked_to_write(expert, answers(engagement, topics=topics, next_on=next_on, **said)) == 30
    assert engagement.actions.filter(state="done").count() == rows


def test_a_next_day_on_which_the_expert_is_elsewhere_is_told_at_its_place(
    expert: Client, engagement: Engagement
) -> None:
    other = make.engagement(expert_profile=engagement.expert, appointment=engagement.appointment)
    visits.arranged(other, visits.start(-7))
    day = (clock.today() + timedelta(days=7)).isoformat()
    answer = expert.post("/mentor/logs/new/", answers(engagement, next_on=day))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["next_on"])
    assert "회의 규칙을 정했습니다." in answer.content.decode()
    assert engagement.visits.count() == 0
    assert expert.post("/mentor/logs/new/", answers(engagement, next_on=day, start="17:00")).status_code == 302
    assert engagement.visits.filter(state=VisitState.SCHEDULED).count() == 1


def around(engagement: Engagement, rows: int) -> tuple[list[int], list[int]]:
    """So many open steps, topics, representatives, and other communities that the person coaches; and one sent log."""
    visit = visits.log(engagement, days_ago=4)
    steps = [ActionItem.objects.create(engagement=engagement, visit=visit, text=f"할 일 {n}") for n in range(rows)]
    topics = [make.topic(f"주제 {n}") for n in range(rows)]
    for _row in range(rows):
        make.representative(engagement.community)
        make.engagement(expert_profile=engagement.expert, appointment=engagement.appointment)
    return [step.pk for step in steps], [topic.pk for topic in topics]


def test_a_refused_log_keeps_what_was_chosen(expert: Client, engagement: Engagement) -> None:
    """The choices are read for the page that comes back."""
    steps, topics = around(engagement, 2)
    visits.log(engagement)
    answer = expert.post("/mentor/logs/new/", answers(engagement, topics=topics, settled=steps[:1]))
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, ["start"])
    assert [pk for pk, _label in form.fields["settled"].choices] == steps
    html = answer.content.decode()
    ticked = {int(pk) for pk in re.findall(r'value="(\d+)"[^>]* checked', html)}
    assert {*topics, steps[0], engagement.pk} <= ticked


# ── two tabs, and photos of a log that can't be sent yet


def opened(expert: Client, visit: Visit) -> dict[str, Any]:
    """The hidden fields of the form as a tab has them."""
    tags = start_tags(expert.get(f"/mentor/logs/{visit.pk}/edit/").content.decode(), "input")
    return {str(tag["name"]): tag["value"] for tag in tags if tag.get("name") in ("seen", "client_uuid")}


def draft_of(engagement: Engagement, expert: Client) -> Visit:
    expert.post("/mentor/logs/new/", answers(engagement, draft="1"))
    return Visit.objects.get(state=VisitState.DRAFT)


def test_the_second_of_two_tabs_overwrites_nothing_and_is_shown_both(expert: Client, engagement: Engagement) -> None:
    visit = draft_of(engagement, expert)
    path, tab = f"/mentor/logs/{visit.pk}/edit/", opened(expert, visit)
    assert expert.post(path, answers(engagement, **tab, content="첫째 창의 글", draft="1")).status_code == 302
    second = expert.post(path, answers(engagement, **tab, content="둘째 창의 글", draft="1"))
    page = second.content.decode()
    visit.refresh_from_db()
    assert (second.status_code, visit.content) == (409, "첫째 창의 글")
    versions = page.partition('id="h-versions"')[2].partition("</section>")[0]
    assert ("첫째 창의 글" in versions, "둘째 창의 글" in versions) == (True, True)
    assert "둘째 창의 글</textarea>" in page
    assert f'href="/mentor/logs/{visit.pk}/"' in versions


def test_the_next_press_takes_ones_own_version(expert: Client, engagement: Engagement) -> None:
    visit = draft_of(engagement, expert)
    path, tab = f"/mentor/logs/{visit.pk}/edit/", opened(expert, visit)
    expert.post(path, answers(engagement, **tab, content="첫째 창의 글", draft="1"))
    second = expert.post(path, answers(engagement, **tab, content="둘째 창의 글", draft="1"))
    now = next(tag["value"] for tag in start_tags(second.content.decode(), "input") if tag.get("name") == "seen")
    answer = expert.post(path, answers(engagement, **tab | {"seen": now}, content="둘째 창의 글", draft="1"))
    visit.refresh_from_db()
    assert (answer.status_code, visit.content) == (302, "둘째 창의 글")


def test_what_was_sent_in_another_tab_is_taken_back_knowingly(expert: Client, engagement: Engagement) -> None:
    visit = draft_of(engagement, expert)
    path, tab = f"/mentor/logs/{visit.pk}/edit/", opened(expert, visit)
    expert.post(path, answers(engagement, **tab, content="첫째 창의 글"))
    second = expert.post(path, answers(engagement, **tab, content="둘째 창의 글"))
    page = second.content.decode()
    visit.refresh_from_db()
    assert (second.status_code, visit.state, visit.content) == (409, VisitState.SUBMITTED, "첫째 창의 글")
    assert ('name="take_back"' in page, "둘째 창의 글</textarea>" in page) == (True, True)
    now = next(tag["value"] for tag in start_tags(page, "input") if tag.get("name") == "seen")
    expert.post(path, answers(engagement, **tab | {"seen": now}, content="둘째 창의 글", take_back="1"))
    visit.refresh_from_db()
    assert (visit.state, visit.content) == (VisitState.SUBMITTED, "둘째 창의 글")


def test_an_answered_log_is_replaced_by_nothing_and_the_text_stays(expert: Client, engagement: Engagement) -> None:
    visit = draft_of(engagement, expert)
    path, tab = f"/mentor/logs/{visit.pk}/edit/", opened(expert, visit)
    expert.post(path, answers(engagement, **tab, content="첫째 창의 글"))
    Visit.objects.filter(pk=visit.pk).update(state=VisitState.CONFIRMED)
    second = expert.post(path, answers(engagement, **tab, content="둘째 창의 글", take_back="1"))
    page = second.content.decode()
    assert ("둘째 창의 글</textarea>" in page, 'class="dock"' in page) == (True, False)
    visit.refresh_from_db()
    assert (visit.state, visit.content) == (VisitState.CONFIRMED, "첫째 창의 글")


def test_the_same_form_twice_is_no_second_version(expert: Client, engagement: Engagement) -> None:
    visit = draft_of(engagement, expert)
    sent = answers(engagement, **opened(expert, visit), content="한 번 쓴 글", draft="1")
    assert [expert.post(f"/mentor/logs/{visit.pk}/edit/", sent).status_code for _ in range(2)] == [302, 302]


def test_photos_of_a_log_that_cant_be_sent_yet_are_kept_each_with_its_caption(
    expert: Client, engagement: Engagement
) -> None:
    sent = answers(engagement, topics=[], photo_caption="마을회관", photos=[upload("red"), upload("blue")])
    refused = expert.post("/mentor/logs/new/", sent)
    visit = Visit.objects.get()
    photos = list(visit.photos.all())
    page = refused.content.decode()
    assert (refused.status_code, visit.state, len(photos)) == (422, VisitState.DRAFT, 2)
    assert page.count('alt="마을회관"') == 2
    inputs = {tag.get("name"): tag for tag in start_tags(page, "input")}
    names = [f"photo-{photo.pk}-{what}" for photo in photos for what in ("caption", "remove")]
    assert [name in inputs for name in names] == [True] * 4
    assert [inputs[name].get("value") for name in names[::2]] == ["마을회관"] * 2

    said = {"seen": inputs["seen"]["value"], names[0]: "회의하는 모습", names[3]: "on"}
    again = answers(engagement, client_uuid=sent["client_uuid"], **said)
    answer = expert.post(f"/mentor/logs/{visit.pk}/edit/", again)
    visit.refresh_from_db()
    assert (answer.status_code, visit.state) == (302, VisitState.SUBMITTED)
    assert [photo.caption for photo in visit.photos.all()] == ["회의하는 모습"]


def test_photos_are_put_in_and_described_before_sending(expert: Client, engagement: Engagement) -> None:
    answer = expert.post("/mentor/logs/new/", answers(engagement, draft="photos", photos=[upload("red")]))
    visit = Visit.objects.get()
    assert answer.headers["Location"] == f"/mentor/logs/{visit.pk}/edit/#photos"
    assert visit.photos.count() == 1
