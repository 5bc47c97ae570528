"""The zones of a district: the managers of its centres make, change and close them, and tell one another."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.domain.guards import not_manager
from lms.accounts.enums import RegionLevel
from lms.accounts.models import Centre, Region, User, Zone, ZoneDong
from lms.accounts.queries import managers_of
from lms.accounts.rules import may_keep_zones
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.models import StateChange
from lms.common.records import statelog, transitions
from lms.common.records.seen import Seen, only_changed
from lms.notifications.domain import notify_change
from lms.office.queries.zones import dongs_for, zones_of


@transaction.atomic
def create_zone(*, district: Region, actor: User, name: str, order: int, dongs: Iterable[Region]) -> Zone:
    """A second press gives the zone that is already there."""
    _check_manager(actor, district)
    if district.level != RegionLevel.SIGUNGU:
        raise DomainError(_("Zones are made in a district, and this centre's region is none."), code="no_district")
    district, dongs = transitions.lock(district), list(dongs)
    if there := zones_of(district).filter(name=name).first():
        if there.closed_on or there.order != order or set(there.dongs.all()) != set(dongs):
            raise _name_taken()
        return there
    zone = Zone.objects.create(sigungu=district, name=name, order=order)
    _put(zone, dongs, actor)
    said = {"name": name, "dongs": [dong.name for dong in dongs]}
    change = statelog.record(zone, action="create", actor=actor, data=said)
    _tell(zone, change, _("A zone of the district was made: {zone}"))
    return zone


@transaction.atomic
def change_zone(*, zone: Zone, actor: User, seen: Seen | None = None, **content: Any) -> Zone:
    """`content`: name, order, dongs. A dong comes out of the zone that it was in. `seen` is what the form showed."""
    _check_manager(actor, zone.sigungu)
    zone = transitions.lock(zone)
    content = only_changed(zone, content, seen)
    dongs = content.pop("dongs", None)
    changed = {name: value for name, value in content.items() if getattr(zone, name) != value}
    if "name" in changed and zones_of(zone.sigungu).filter(name=changed["name"]).exists():
        raise _name_taken()
    said = dict(changed)
    if dongs is not None and set(dongs) != set(zone.dongs.all()):
        _put(zone, list(dongs), actor)
        said["dongs"] = [dong.name for dong in dongs]
    if said:
        _write(zone, changed)
        change = statelog.record(zone, action="change", actor=actor, data=said)
        _tell(zone, change, _("A zone of the district was changed: {zone}"))
    return zone


@transaction.atomic
def close_zone(*, zone: Zone, actor: User) -> Zone:
    """It counts nowhere any more. Its dongs stay with it until another zone takes them."""
    _check_manager(actor, zone.sigungu)
    zone = transitions.lock(zone)
    if zone.closed_on is None:
        _write(zone, {"closed_on": clock.today()})
        change = statelog.record(zone, action="close", actor=actor)
        _tell(zone, change, _("A zone of the district was closed: {zone}"))
    return zone


@transaction.atomic
def reopen_zone(*, zone: Zone, actor: User) -> Zone:
    _check_manager(actor, zone.sigungu)
    zone = transitions.lock(zone)
    if zone.closed_on is not None:
        _write(zone, {"closed_on": None})
        change = statelog.record(zone, action="reopen", actor=actor)
        _tell(zone, change, _("A zone of the district was opened again: {zone}"))
    return zone


def _check_manager(actor: User, district: Region) -> None:
    if not may_keep_zones(actor, district):
        raise not_manager()


def _put(zone: Zone, dongs: list[Region], actor: User) -> None:
    """These and no others; the district is locked. What another zone loses stands in its history, too."""
    if set(dongs) - set(dongs_for(zone.sigungu, zone)):
        message = _("One of these dongs is in no place of this district, or in the zone of another district.")
        raise DomainError(message, code="other_dong", fields={"dongs": message})
    ZoneDong.objects.filter(zone=zone).exclude(dong__in=dongs).delete()
    there = {row.dong_id: row for row in ZoneDong.objects.filter(dong__in=dongs).select_related("zone", "dong")}
    lost: dict[Zone, list[str]] = {}
    for row in there.values():
        if row.zone_id != zone.pk:
            lost.setdefault(row.zone, []).append(row.dong.name)
    for other, names in lost.items():
        statelog.record(other, action="change", actor=actor, data={"to": zone.name, "dongs": names})
    ZoneDong.objects.filter(dong__in=dongs).update(zone=zone)
    ZoneDong.objects.bulk_create([ZoneDong(zone=zone, dong=dong) for dong in dongs if dong.pk not in there])


def _write(zone: Zone, changed: dict[str, Any]) -> None:
    for name, value in changed.items():
        setattr(zone, name, value)
    zone.save(update_fields=[*changed])


def _tell(zone: Zone, change: StateChange, title: str) -> None:
    """The managers of all centres of the district; who did it needs no notice."""
    path = reverse("office_zone", args=[zone.pk])
    managers = managers_of(Centre.objects.filter(region=zone.sigungu)).order_by("pk")
    notify_change(managers, change, title=title.format(zone=zone), path=path)


def _name_taken() -> DomainError:
    message = _("There is a zone of this name already.")
    return DomainError(message, code="name_taken", fields={"name": message})
