"""A newer list of places on its page: who may not first, then what is refused, asked, written and told."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lms.accounts.domain.official_regions import forget_lists, import_regions, take_list
from lms.accounts.enums import Role
from lms.accounts.models import Region, RegionList
from lms.accounts.official_list import MOST_BYTES, read
from lms.common import clock
from lms.common.errors import NotAllowed
from lms.common.models import StateChange
from lms.common.records import statelog
from lms.notifications.models import Notice
from lms.office.queries.region_lists import NewPlaces
from tests.clients import signed_in
from tests.factories import mentoring, people

pytestmark = pytest.mark.django_db
UPLOAD = "/office/regions/"
HEAD = "행정동코드,시도명,시군구명,읍면동명,생성일자,말소일자"
OLD = """2900000000,광주광역시,,,,
2914000000,광주광역시,서구,,,
2914057500,광주광역시,서구,양동,,
2914065000,광주광역시,서구,농성1동,,
2914075100,광주광역시,서구,상무1동,,"""
# 양동 is gone while 양1동 and 양2동 appear; 상무1동 is called 치평동.
NEW = OLD.replace("2914057500,광주광역시,서구,양동", "2914057600,광주광역시,서구,양1동").replace("상무1동", "치평동")
NEW += "\n2914057700,광주광역시,서구,양2동,,"


def table(lines: str) -> bytes:
    return f"{HEAD}\n{lines}\n".encode("cp949")


@pytest.fixture
def world() -> dict[str, Any]:
    import_regions(places=read(table(OLD)), answers={})
    district = Region.objects.get(name="서구")
    dong = Region.objects.get(name="양동")
    centre = people.centre(region=district)
    people.zone(district, dong)
    mentoring.community(centre, dong=dong)
    return {
        "centre": centre,
        "dong": dong,
        "admin": people.user(is_superuser=True, is_staff=True),
        "manager": people.staff(centre, Role.MANAGER),
        "coordinator": people.staff(centre),
        "elsewhere": people.staff(people.centre(region=district.parent), Role.MANAGER),
    }


def upload(client: Client, content: bytes) -> Any:
    return client.post(UPLOAD, {"file": SimpleUploadedFile("list.csv", content)})


def page_of(client: Client, lines: str = NEW) -> str:
    response = upload(client, table(lines))
    assert response.status_code == 302
    return str(response.headers["Location"])


def names() -> set[str]:
    return set(Region.objects.open().local().values_list("name", flat=True))


def test_nobody_but_who_runs_the_site_takes_in_a_list(world: dict[str, Any]) -> None:
    page = page_of(signed_in(world["admin"]))
    before = names()
    for who in ("manager", "coordinator", "elsewhere"):
        client = signed_in(world[who])
        answers = [upload(client, table(NEW)), client.get(UPLOAD), client.get(page), client.post(page, {"seen": "x"})]
        assert [answer.status_code for answer in answers] == [404, 404, 404, 404]
        assert UPLOAD not in client.get("/office/zones/").content.decode()
        with pytest.raises(NotAllowed):
            take_list(content=table(NEW), actor=world[who])
        with pytest.raises(NotAllowed):
            import_regions(places=read(table(NEW)), answers={}, actor=world[who])
    assert (names(), RegionList.objects.count()) == (before, 1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"x" * (MOST_BYTES + 1), "5MB까지 올리실 수 있습니다"),
        (b"", "파일"),
        ("이름,주소\n양동,1".encode(), "첫 줄에 빠진 열이 있습니다"),
        (table(NEW.replace("치평동", "치\0평동")), "지역 이름이 없습니다"),
        (table(NEW.replace("치평동", "치" * 40 + "동")), "지역 이름이 없습니다"),
    ],
)
def test_another_file_is_refused_at_its_field(world: dict[str, Any], content: bytes, said: str) -> None:
    response = upload(signed_in(world["admin"]), content)
    assert response.status_code == 422
    assert [*response.context["form"].errors] == ["file"]
    assert said in response.context["form"].errors["file"][0]
    assert (RegionList.objects.count(), names()) == (0, {"양동", "농성1동", "상무1동"})


def test_no_file_at_all_is_asked_for(world: dict[str, Any]) -> None:
    response = signed_in(world["admin"]).post(UPLOAD)
    assert (response.status_code, response.context["form"].errors) == (422, {"file": ["파일을 골라 주세요."]})


def test_the_preview_shows_what_hangs_on_a_place_and_writes_nothing(world: dict[str, Any]) -> None:
    client = signed_in(world["admin"])
    page = page_of(client)
    assert page_of(client) == page  # the same file again is the same list
    found = client.get(page).context["found"]
    (asked,) = found.asked
    assert [place.name for place in asked.question.candidates] == ["양1동", "양2동"]
    assert asked.hanging == [("공동체", 1), ("권역", 1)]
    assert [(line.name, line.became) for line in found.renamed] == [
        ("광주광역시 서구 상무1동", "광주광역시 서구 치평동")
    ]
    assert (found.gone, found.reopened, found.new, found.renumbered) == ([], [], [], {})
    assert names() == {"양동", "농성1동", "상무1동"}


def test_an_open_question_is_not_passed_over(world: dict[str, Any]) -> None:
    client = signed_in(world["admin"])
    page = page_of(client)
    seen = client.get(page).context["seen"]
    response = client.post(page, {"seen": seen})
    assert (response.status_code, names()) == (422, {"양동", "농성1동", "상무1동"})
    assert "먼저 답할 물음이 있습니다" in response.content.decode()


def answered(client: Client, page: str, value: str) -> tuple[dict[str, str], Any]:
    """What the preview's form sends once the question is answered, and the page that it stood on."""
    (asked,) = client.get(page).context["found"].asked
    choice = {asked.key: value}
    shown = client.get(page, choice)
    return {**choice, "seen": shown.context["seen"]}, shown


def test_what_is_answered_is_followed_told_and_logged_once(world: dict[str, Any]) -> None:
    client = signed_in(world["admin"])
    page = page_of(client)
    sent, shown = answered(client, page, "2914057700")
    assert shown.context["found"].new == [NewPlaces("광주광역시", 1, {"광주광역시 서구": ["양1동"]})]
    for _press in range(2):
        response = client.post(page, sent)
        assert (response.status_code, response.headers["Location"]) == (302, UPLOAD)
    assert names() == {"양1동", "양2동", "농성1동", "치평동"}
    assert Region.objects.get(pk=world["dong"].pk).name == "양2동"
    line = statelog.history(world["dong"]).get()
    assert (line.action, line.actor) == ("follow", world["admin"])
    imported = StateChange.objects.filter(subject="site", action="import_regions").order_by("number")
    assert [(row.actor, row.data["followed"], row.data["new"]) for row in imported] == [
        (None, 0, 5),
        (world["admin"], 2, 1),
    ]
    (told,) = Notice.objects.filter(kind="accounts.region.import")
    assert (told.person, told.centre_id, told.path) == (world["manager"], world["centre"].pk, "/office/zones/")
    assert told.text == "행정안전부의 새 목록에 따라 바뀐 곳: 양1동, 양2동"
    assert "이어짐 2곳, 새로 생김 1곳, 닫음 0곳" in client.get(UPLOAD).content.decode()
    assert client.get(page).context["found"].changes.is_empty


def test_what_is_gone_is_closed_as_answered(world: dict[str, Any]) -> None:
    client = signed_in(world["admin"])
    page = page_of(client)
    sent, shown = answered(client, page, "-")
    assert [line.hanging for line in shown.context["found"].gone] == [[("공동체", 1), ("권역", 1)]]
    client.post(page, sent)
    assert names() == {"양1동", "양2동", "농성1동", "치평동"}
    assert Region.objects.get(pk=world["dong"].pk).closed_on is not None


def test_an_answer_that_nobody_offers_is_asked_again(world: dict[str, Any]) -> None:
    client = signed_in(world["admin"])
    page = page_of(client)
    sent, shown = answered(client, page, "2914065000")
    assert [one.chosen for one in shown.context["found"].asked] == [""]
    assert client.post(page, sent).status_code == 422
    assert names() == {"양동", "농성1동", "상무1동"}


def test_places_that_changed_since_the_preview_are_shown_again(world: dict[str, Any]) -> None:
    client = signed_in(world["admin"])
    page = page_of(client)
    sent, _shown = answered(client, page, "2914057700")
    Region.objects.filter(name="상무1동").update(name="상무동")
    response = client.post(page, sent)
    assert response.status_code == 409
    assert names() == {"양동", "농성1동", "상무동"}
    assert {line.name for line in response.context["found"].renamed} == {
        "광주광역시 서구 양동",
        "광주광역시 서구 상무동",
    }
    assert client.post(page, sent | {"seen": response.context["seen"]}).status_code == 302
    assert names() == {"양1동", "양2동", "농성1동", "치평동"}


def test_managers_elsewhere_and_without_zones_are_not_told(world: dict[str, Any]) -> None:
    """A renumbered place is no news for a zone; a dong in no zone of a district without one neither."""
    client = signed_in(world["admin"])
    page = page_of(client, OLD.replace("2914057500", "2914057501"))
    client.post(page, {"seen": client.get(page).context["seen"]})
    assert Region.objects.get(name="양동").code == "2914057501"
    assert not Notice.objects.filter(kind="accounts.region.import").exists()


def test_the_page_of_zones_leads_there(world: dict[str, Any]) -> None:
    people.staff_role(world["centre"], Role.MANAGER, person=world["admin"])
    assert UPLOAD in signed_in(world["admin"]).get("/office/zones/").content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_more_changes_cost_no_more_queries(
    world: dict[str, Any], number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(world["admin"])
    lines = OLD + "".join(f"\n2914{n}00,광주광역시,서구,새{n}동,," for n in range(9000, 9000 + number))
    page = page_of(client, lines.replace("상무1동", "치평동"))
    client.get(page)
    with django_assert_num_queries(12):
        client.get(page)
    assert reverse("office_regions_list", args=[RegionList.objects.get().pk]) == page


def test_time_forgets_lists_that_nobody_wrote_for_a_week() -> None:
    for days in (6, 8):
        RegionList.objects.create(text="", digest=f"{days}", taken_at=clock.now() - timedelta(days=days))
    assert [forget_lists(), forget_lists()] == [1, 0]
    assert RegionList.objects.get().digest == "6"
