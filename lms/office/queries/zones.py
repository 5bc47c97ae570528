"""The zones of a district, and what hangs on each."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lms.accounts.models import Region, Zone
from lms.accounts.queries import lies_in
from mentoring.communities.models import Community
from mentoring.corps.models import ExpertProfile


@dataclass(frozen=True)
class ZoneLine:
    zone: Zone
    dongs: list[Region]
    communities: int
    experts: int


@dataclass(frozen=True)
class Zones:
    """`loose` are the dongs that count in no zone."""

    open: list[ZoneLine]
    closed: list[ZoneLine]
    loose: list[Region]


def zones_of(district: Region | int) -> QuerySet[Zone]:
    return Zone.objects.filter(sigungu=district)


def dongs_for(district: Region, zone: Zone | None = None) -> QuerySet[Region]:
    """What a zone may hold: dongs of the district in no other district's zone, and those that it has."""
    free = lies_in(district.pk) & Q(closed_on__isnull=True)
    own = Q(zone_membership__isnull=True) | Q(zone_membership__zone__sigungu=district)
    mine = Q(zone_membership__zone=zone) if zone else Q(pk__in=[])
    rows = Region.objects.local().filter((free & own) | mine)
    return rows.select_related("zone_membership__zone").order_by("code")


def zone_lines(district: Region) -> Zones:
    zones = list(zones_of(district))
    dongs = list(dongs_for(district))
    communities = _by_dong(Community.objects.public(), dongs)
    experts = _by_dong(ExpertProfile.objects.in_term(), dongs)
    held: dict[int, list[Region]] = {zone.pk: [] for zone in zones}
    for dong in dongs:
        if (membership := getattr(dong, "zone_membership", None)) is not None:
            held[membership.zone_id].append(dong)
    lines = [
        ZoneLine(
            zone,
            held[zone.pk],
            sum(communities.get(dong.pk, 0) for dong in held[zone.pk]),
            sum(experts.get(dong.pk, 0) for dong in held[zone.pk]),
        )
        for zone in zones
    ]
    return Zones(
        open=[line for line in lines if line.zone.closed_on is None],
        closed=[line for line in lines if line.zone.closed_on is not None],
        loose=[dong for dong in dongs if dong.zone is None],
    )


def line_of(zone: Zone) -> ZoneLine:
    dongs = list(zone.dongs.order_by("code"))
    communities = _by_dong(Community.objects.public(), dongs)
    experts = _by_dong(ExpertProfile.objects.in_term(), dongs)
    return ZoneLine(zone, dongs, sum(communities.values()), sum(experts.values()))


def _by_dong(rows: QuerySet[Community] | QuerySet[ExpertProfile], dongs: list[Region]) -> dict[int, int]:
    counted = rows.filter(dong__in=dongs).order_by().values_list("dong").annotate(number=Count("pk"))
    return dict(counted)
