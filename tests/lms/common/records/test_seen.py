"""Two people at one form: wherever several edit one thing, nobody's change is overwritten unseen."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from courses.runs.models import CourseRun
from lms.accounts.enums import Role
from lms.common.records.seen import ChangedMeanwhile, only_changed, seen_of
from mentoring.communities.models import Community
from mentoring.corps.models import Body, ExpertProfile
from tests.clients import signed_in
from tests.factories import courses, people
from tests.factories import mentoring as make

pytestmark = pytest.mark.django_db


def test_only_what_a_person_changed_is_written() -> None:
    row = make.community(story="옛 소개", meeting_place="회관")
    seen = seen_of(row, ("story", "meeting_place"))
    row.meeting_place = "도서관"  # by a colleague, since
    assert only_changed(row, {"story": "새 소개", "meeting_place": "회관"}, seen) == {"story": "새 소개"}


def test_what_both_changed_is_asked_about() -> None:
    row = make.community(story="옛 소개")
    seen = seen_of(row, ("story",))
    row.story = "동료의 소개"
    with pytest.raises(ChangedMeanwhile):
        only_changed(row, {"story": "새 소개"}, seen)


def test_the_same_change_by_both_is_none() -> None:
    row = make.community(story="옛 소개")
    seen = seen_of(row, ("story",))
    row.story = "새 소개"
    assert only_changed(row, {"story": "새 소개"}, seen) == {"story": "새 소개"}


def community() -> tuple[Client, str, Community, str]:
    row = make.community(meeting_place="옛 곳")
    return signed_in(make.representative(row)), f"/community/{row.pk}/profile/", row, "meeting_place"


def body() -> tuple[Client, str, Body, str]:
    row = make.body(people.centre(), name="옛 곳")
    return signed_in(people.staff(row.centre, Role.MANAGER)), f"/office/bodies/{row.pk}/", row, "name"


def run() -> tuple[Client, str, CourseRun, str]:
    row = courses.run(place="옛 곳")
    return signed_in(people.staff(row.centre, Role.COORDINATOR)), f"/office/runs/{row.pk}/edit/", row, "place"


def expert() -> tuple[Client, str, ExpertProfile, str]:
    row = make.expert(topics={"갈등": 2})
    ExpertProfile.objects.filter(pk=row.pk).update(bio="옛 곳")
    return signed_in(row.person), "/mentor/profile/", row, "bio"


def form_on(page: str) -> dict[str, Any]:
    """What a browser would send of it."""
    (form,) = [
        one for one in BeautifulSoup(page, "html.parser").select("main form") if one.find(attrs={"name": "seen"})
    ]
    sent: dict[str, Any] = {}
    for one in form.find_all(["input", "textarea", "select"]):
        if one.name == "select":
            chosen = one.find("option", selected=True)
            sent[one["name"]] = chosen["value"] if chosen else ""
        elif one.name == "textarea":
            sent[one["name"]] = one.get_text().removeprefix("\n")
        elif one.get("type") not in ("radio", "checkbox") or one.has_attr("checked"):
            sent[one["name"]] = one.get("value", "on" if one.get("type") == "checkbox" else "")
    return sent


@pytest.mark.parametrize("of", [community, body, run, expert])
def test_an_older_page_asks_and_shows_both_and_the_next_press_decides(of: Any) -> None:
    client, path, row, name = of()
    sent = form_on(client.get(path).content.decode())
    type(row).objects.filter(pk=row.pk).update(**{name: "동료의 곳"})
    asked = client.post(path, sent | {name: "나의 곳"})
    page = asked.content.decode()
    row.refresh_from_db()
    assert (asked.status_code, getattr(row, name)) == (409, "동료의 곳")
    summary = page.partition('id="errors"')[2].partition("</dl>")[0]
    assert ("동료의 곳" in summary, "나의 곳" in summary) == (True, True)
    assert form_on(page)[name] == "나의 곳"
    assert client.post(path, form_on(page)).status_code == 302
    row.refresh_from_db()
    assert getattr(row, name) == "나의 곳"


@pytest.mark.parametrize("of", [community, body, run, expert])
def test_what_only_a_colleague_changed_stays(of: Any) -> None:
    client, path, row, name = of()
    sent = form_on(client.get(path).content.decode())
    type(row).objects.filter(pk=row.pk).update(**{name: "동료의 곳"})
    assert client.post(path, sent).status_code == 302
    row.refresh_from_db()
    assert getattr(row, name) == "동료의 곳"


def test_after_the_question_what_a_person_left_alone_still_stays() -> None:
    client, path, row, name = community()
    sent = form_on(client.get(path).content.decode())
    Community.objects.filter(pk=row.pk).update(meeting_place="동료의 곳", story="동료의 소개")
    page = client.post(path, sent | {name: "나의 곳"}).content.decode()
    assert "동료의 소개" not in page.partition('id="errors"')[2].partition("</dl>")[0]
    assert client.post(path, form_on(page)).status_code == 302
    row.refresh_from_db()
    assert (row.meeting_place, row.story) == ("나의 곳", "동료의 소개")


def test_what_only_this_person_changed_is_not_asked_about() -> None:
    client, path, row, name = community()
    sent = form_on(client.get(path).content.decode())
    Community.objects.filter(pk=row.pk).update(meeting_place="동료의 곳")
    page = client.post(path, sent | {name: "나의 곳", "story": "나의 소개"}).content.decode()
    assert "나의 소개" not in page.partition('id="errors"')[2].partition("</dl>")[0]
    assert client.post(path, form_on(page)).status_code == 302
    row.refresh_from_db()
    assert (row.meeting_place, row.story) == ("나의 곳", "나의 소개")


def test_a_stage_that_a_colleague_set_is_asked_about() -> None:
    row = make.community()
    mine, theirs = make.stage(row.centre), make.stage(row.centre)
    client, address = signed_in(people.staff(row.centre)), f"/office/communities/{row.pk}/"
    seen = client.get(address).context["stage_form"]["seen"].value()
    Community.objects.filter(pk=row.pk).update(stage=theirs)
    sent = {"stage-stage": mine.pk, "stage-seen": seen}
    asked = client.post(f"{address}stage/", sent)
    row.refresh_from_db()
    (difference,) = asked.context["stage_form"].differences
    assert (asked.status_code, row.stage) == (409, theirs)
    assert (difference.theirs, difference.mine) == (theirs.name, mine.name)
    again = sent | {"stage-seen": asked.context["stage_form"]["seen"].value()}
    assert client.post(f"{address}stage/", again).status_code == 302
    row.refresh_from_db()
    assert row.stage == mine
