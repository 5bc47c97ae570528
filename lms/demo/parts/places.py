"""Regions, zones and the two centres."""

from cms.models import Topic
from lms.accounts.models import Centre, Region, Zone, ZoneDong
from lms.demo.data import sample


def build() -> None:
    regions: dict[str, Region] = {}
    places = sample()["map"]["places"]  # provisional: roughly where each dong lies
    for row in sample()["regions"]:
        x, y = places.get(row["code"], (None, None))
        regions[row["code"]] = Region.objects.create(
            code=row["code"],
            name=row["name"],
            level=row["level"],
            parent=regions.get(row["parent"]),
            map_x=x,
            map_y=y,
        )
    for order, row in enumerate(sample()["zones"], start=1):
        zone = Zone.objects.create(order=order, name=row["name"], sigungu=regions[row["sigungu"]])
        for name in row["dongs"]:
            dong = next(region for region in regions.values() if region.name == name and region.parent == zone.sigungu)
            ZoneDong.objects.create(zone=zone, dong=dong)
    Centre.objects.create(
        name="서구 마을공동체지원센터",
        slug="seogu",
        region=regions["2914000000"],
        address="광주광역시 서구 예시로 1, 2층",
        contact_name="예시담당자",
        phone="0620000000",
        hours="평일 9시~18시",
    )
    Centre.objects.create(
        name="서대문구 마을공동체지원센터",
        slug="seodaemun",
        region=regions["1141000000"],
        address="서울특별시 서대문구 예시로 2, 1층",
        contact_name="예시담당자둘",
        phone="0200000000",
        hours="평일 9시~18시",
    )
    for number, name in enumerate(sample()["topics"], start=1):
        Topic.objects.create(name=name, slug=f"topic-{number:02d}")
