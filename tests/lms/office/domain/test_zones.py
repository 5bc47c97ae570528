"""The zones of a district: who may not, what stops them, what is told to whom, and what stays."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.accounts.enums import RegionLevel, Role
from lms.accounts.models import Region, Zone, ZoneDong
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from lms.common.records.seen import ChangedMeanwhile, seen_of
from lms.notifications.models import Notice
from lms.office.domain import zones
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> dict[str, Any]:
    """Two centres of one district with three dongs, the first of them in a zone."""
    district = people.district(name="서구")
    dongs = [people.region(parent=district, name=name) for name in ("양동", "농성동", "화정동")]
    centre, other = people.centre(region=district), people.centre(region=district)
    return {
        "district": district,
        "dongs": dongs,
        "zone": people.zone(district, dongs[0]),
        "manager": people.staff(centre, Role.MANAGER),
        "colleague": people.staff(other, Role.MANAGER),
        "coordinator": people.staff(centre),
        "auditor": people.staff(centre, Role.AUDITOR),
        "elsewhere": people.staff(people.centre(), Role.MANAGER),
        "person": people.user(),
    }


def content(world: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return {"name": "동부권", "order": 2, "dongs": [world["dongs"][1]]} | changed


def create(world: dict[str, Any], **changed: Any) -> Zone:
    return zones.create_zone(district=world["district"], actor=world["manager"], **content(world, **changed))


def change(world: dict[str, Any], **changed: Any) -> Zone:
    return zones.change_zone(zone=world["zone"], actor=world["manager"], **changed)


def told() -> list[tuple[str, str, str]]:
    return list(Notice.objects.order_by("pk").values_list("person__email", "title", "path"))


@pytest.mark.parametrize("who", ["coordinator", "auditor", "elsewhere", "person"])
def test_zones_are_the_managers_of_the_district(world: dict[str, Any], who: str) -> None:
    zone, actor = world["zone"], world[who]
    steps: list[Callable[[], object]] = [
        lambda: zones.create_zone(district=world["district"], actor=actor, **content(world)),
        lambda: zones.change_zone(zone=zone, actor=actor, **content(world)),
        lambda: zones.close_zone(zone=zone, actor=actor),
        lambda: zones.reopen_zone(zone=zone, actor=actor),
    ]
    for step in steps:
        with pytest.raises(NotAllowed) as refused:
            step()
        assert refused.value.code == "not_manager"
    assert list(Zone.objects.values_list("name", "closed_on")) == [(zone.name, None)]
    assert told() == []


def test_a_new_zone_is_logged_and_the_other_centres_manager_told(world: dict[str, Any]) -> None:
    made = create(world)
    assert [(row.action, row.actor, row.data) for row in statelog.history(made)] == [
        ("create", world["manager"], {"name": "동부권", "dongs": ["농성동"]})
    ]
    assert list(made.dongs.all()) == [world["dongs"][1]]
    title = "우리 지역에 권역이 생겼습니다: 동부권"
    assert told() == [(world["colleague"].email, title, f"/office/zones/{made.pk}/")]


def test_a_second_press_gives_the_same_and_another_of_that_name_is_refused(world: dict[str, Any]) -> None:
    made = create(world)
    assert create(world) == made
    with pytest.raises(DomainError) as refused:
        create(world, order=3)
    assert (refused.value.code, [*refused.value.fields]) == ("name_taken", ["name"])
    assert (Zone.objects.count(), len(told()), statelog.history(made).count()) == (2, 1, 1)


def test_only_a_district_has_zones(world: dict[str, Any]) -> None:
    province = people.region(RegionLevel.SIDO)
    manager = people.staff(people.centre(region=province), Role.MANAGER)
    with pytest.raises(DomainError) as refused:
        zones.create_zone(district=province, actor=manager, **content(world, dongs=[]))
    assert refused.value.code == "no_district"


def test_a_dong_moves_out_of_the_zone_that_had_it(world: dict[str, Any]) -> None:
    made = create(world, dongs=world["dongs"][:2])
    assert list(ZoneDong.objects.order_by("dong__code").values_list("zone", "dong__name")) == [
        (made.pk, "양동"),
        (made.pk, "농성동"),
    ]
    assert [row.data for row in statelog.history(world["zone"])] == [{"to": "동부권", "dongs": ["양동"]}]


@pytest.mark.parametrize("where", ["elsewhere", "gone", "zone of another district"])
def test_a_dong_that_is_not_the_districts_is_refused(world: dict[str, Any], where: str) -> None:
    dong: Region = world["dongs"][1]
    if where == "elsewhere":
        dong = people.region(parent=people.district())
    elif where == "gone":
        Region.objects.filter(pk=dong.pk).update(closed_on=clock.today())
    else:
        people.zone(people.district(), dong)
    with pytest.raises(DomainError) as refused:
        create(world, dongs=[dong])
    assert (refused.value.code, [*refused.value.fields]) == ("other_dong", ["dongs"])
    assert not Zone.objects.filter(name="동부권").exists()


def test_what_was_changed_is_logged_and_what_was_not_is_not(world: dict[str, Any]) -> None:
    zone = world["zone"]
    change(world, name="서부권", order=zone.order, dongs=world["dongs"][1:])
    assert [row.data for row in statelog.history(zone)] == [{"name": "서부권", "dongs": ["농성동", "화정동"]}]
    assert [title for _person, title, _path in told()] == ["우리 지역의 권역이 바뀌었습니다: 서부권"]
    change(world, name="서부권", order=zone.order, dongs=world["dongs"][1:])
    assert (statelog.history(zone).count(), len(told())) == (1, 1)


def test_a_taken_name_stops_a_change(world: dict[str, Any]) -> None:
    create(world)
    with pytest.raises(DomainError) as refused:
        change(world, name="동부권")
    assert refused.value.code == "name_taken"


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(world: dict[str, Any]) -> None:
    zone = world["zone"]
    seen = seen_of(zone, ("name", "order", "dongs"))
    change(world, dongs=world["dongs"][:2])
    mine = {"name": zone.name, "order": zone.order, "dongs": [world["dongs"][2]]}
    with pytest.raises(ChangedMeanwhile):
        change(world, seen=seen, **mine)
    changed = change(world, seen=seen, name="서부권", order=zone.order, dongs=[world["dongs"][0]])
    assert (changed.name, changed.dongs.count()) == ("서부권", 2)


def test_a_closed_zone_counts_nowhere_keeps_its_dongs_and_opens_again(world: dict[str, Any]) -> None:
    zone = world["zone"]
    for _press in range(2):
        zones.close_zone(zone=zone, actor=world["manager"])
    dong = Region.objects.get(pk=world["dongs"][0].pk)
    assert (dong.zone, Zone.objects.get(pk=zone.pk).closed_on) == (None, clock.today())
    for _press in range(2):
        zones.reopen_zone(zone=zone, actor=world["colleague"])
    assert Region.objects.get(pk=dong.pk).zone == zone
    assert [row.action for row in statelog.history(zone).order_by("number")] == ["close", "reopen"]
    assert [(person, title) for person, title, _path in told()] == [
        (world["colleague"].email, f"우리 지역의 권역을 닫았습니다: {zone.name}"),
        (world["manager"].email, f"우리 지역의 권역을 다시 열었습니다: {zone.name}"),
    ]
