"""The pages of zones: strangers and readers first, then the manager, then what became of it."""

from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lms.accounts.enums import RegionLevel, Role
from lms.accounts.models import Zone
from tests.clients import signed_in
from tests.factories import mentoring, people

pytestmark = pytest.mark.django_db
LIST, NEW = "/office/zones/", "/office/zones/new/"


@pytest.fixture
def world() -> dict[str, Any]:
    district = people.district(name="서구")
    dongs = [people.region(parent=district, name=name) for name in ("양동", "농성동", "화정동")]
    centre = people.centre(region=district)
    return {
        "centre": centre,
        "district": district,
        "dongs": dongs,
        "zone": people.zone(district, dongs[0]),
        "coordinator": people.staff(centre),
        "manager": people.staff(centre, Role.MANAGER),
        "auditor": people.staff(centre, Role.AUDITOR),
        "neighbour": people.staff(people.centre(region=district), Role.MANAGER),
        "elsewhere": people.staff(people.centre(), Role.MANAGER),
    }


def page_of(zone: Zone) -> str:
    return reverse("office_zone", args=[zone.pk])


def test_the_office_of_the_district_reads_its_zones(world: dict[str, Any]) -> None:
    zone = world["zone"]
    assert signed_in(people.user()).get(LIST).status_code == 404
    assert signed_in(world["elsewhere"]).get(LIST).context["zones"].open == []
    assert signed_in(world["elsewhere"]).get(page_of(zone)).status_code == 404
    for who, may in (("coordinator", False), ("auditor", False), ("manager", True), ("neighbour", True)):
        context = signed_in(world[who]).get(LIST).context
        lines = [(line.zone, line.dongs) for line in context["zones"].open]
        assert (lines, context["may_make"]) == ([(zone, world["dongs"][:1])], may)
        assert context["zones"].loose == world["dongs"][1:]
        assert signed_in(world[who]).get(page_of(zone)).context["may_change"] is may
        assert signed_in(world[who]).get(NEW).status_code == (200 if may else 403)


def test_what_hangs_on_a_zone_is_counted(world: dict[str, Any]) -> None:
    centre, dong = world["centre"], world["dongs"][0]
    for state in ("active", "resting", "closed"):
        mentoring.community(centre, dong=dong, state=state)
    mentoring.expert(centre, dong=dong)
    line = signed_in(world["manager"]).get(LIST).context["zones"].open[0]
    assert (line.communities, line.experts) == (2, 1)
    alone = signed_in(world["manager"]).get(page_of(world["zone"])).context["line"]
    assert (alone.communities, alone.experts) == (2, 1)


@pytest.mark.parametrize("number", [1, 30])
def test_more_zones_cost_no_more_queries(
    world: dict[str, Any], number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(number):
        people.zone(world["district"], people.region(parent=world["district"]))
    client = signed_in(world["manager"])
    client.get(LIST)
    with django_assert_num_queries(9):
        client.get(LIST)


def test_a_manager_makes_changes_closes_and_opens_a_zone(world: dict[str, Any]) -> None:
    client, dongs = signed_in(world["manager"]), world["dongs"]
    page = client.get(NEW).content.decode()
    assert f"양동 ({world['zone'].name})" in page
    response = client.post(NEW, {"name": "동부권", "order": "1", "dongs": [dongs[0].pk, dongs[1].pk]})
    made = Zone.objects.get(name="동부권")
    assert (response.status_code, response.headers["Location"]) == (302, page_of(made))
    form = client.get(page_of(made)).context["form"]
    sent = {"name": "동부", "order": "2", "dongs": [dongs[1].pk], "seen": form["seen"].value()}
    assert client.post(page_of(made), sent).status_code == 302
    assert Zone.objects.filter(pk=made.pk).values_list("name", "order", "dongs__name").get() == ("동부", 2, "농성동")
    for step, closed in (("close", True), ("reopen", False)):
        client.post(reverse("office_zone_step", args=[made.pk, step]))
        assert (Zone.objects.get(pk=made.pk).closed_on is not None) is closed
    assert client.post(reverse("office_zone_step", args=[made.pk, "delete"])).status_code == 404
    assert "권역 다시 엶" in client.get(page_of(made)).content.decode()


def test_a_mistake_comes_back_with_what_was_typed(world: dict[str, Any]) -> None:
    client, dong = signed_in(world["manager"]), world["dongs"][1]
    response = client.post(NEW, {"name": world["zone"].name, "order": "3", "dongs": [dong.pk]})
    assert response.status_code == 422
    assert response.context["form"].errors["name"] == ["같은 이름의 권역이 이미 있습니다."]
    assert response.context["form"]["dongs"].value() == [str(dong.pk)]
    elsewhere = people.region(parent=people.district())
    response = client.post(NEW, {"name": "", "order": "100", "dongs": [elsewhere.pk]})
    assert [*response.context["form"].errors] == ["name", "order", "dongs"]
    assert Zone.objects.count() == 1


def test_who_saves_over_a_colleague_is_asked(world: dict[str, Any]) -> None:
    client, zone, dongs = signed_in(world["manager"]), world["zone"], world["dongs"]
    seen = client.get(page_of(zone)).context["form"]["seen"].value()
    sent = {"name": zone.name, "order": zone.order, "seen": seen}
    assert client.post(page_of(zone), sent | {"dongs": [dongs[0].pk, dongs[1].pk]}).status_code == 302
    response = client.post(page_of(zone), sent | {"dongs": [dongs[2].pk]})
    assert response.status_code == 409
    again = {"seen": response.context["form"]["seen"].value(), "dongs": [dongs[2].pk]}
    assert client.post(page_of(zone), sent | again).status_code == 302
    assert list(zone.dongs.all()) == [dongs[2]]


def test_a_centre_of_a_whole_province_is_told_that_it_has_none(world: dict[str, Any]) -> None:
    manager = people.staff(people.centre(region=people.region(RegionLevel.SIDO)), Role.MANAGER)
    response = signed_in(manager).get(LIST)
    assert "이 센터의 지역은 시·군·구가 아닙니다." in response.content.decode()
    assert response.context["may_make"] is False
