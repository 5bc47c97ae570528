"""Whose zones a newer list of places concerns: the managers of the district's centres are told, and look at them."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.enums import Role
from lms.accounts.models import Centre, Region, Zone
from lms.accounts.official_changes import Changes
from lms.accounts.queries import holders_of, lies_in
from lms.common.models import StateChange
from lms.notifications.domain import notify_each

TOLD = 5  # names in one notice


def tell_managers(*, changes: Changes, change: StateChange, **_signal: Any) -> None:
    """Of a dong of a zone that is gone or is called otherwise, and of a new one where there are zones."""
    gone = [row.pk for row in changes.gone]
    renamed = [row.pk for row, place in changes.followed if row.name != place.name or row.path[:-1] != place.path[:-1]]
    new = [place.code for place in changes.new]
    concerned = Region.objects.filter(Q(pk__in=[*gone, *renamed]) | Q(code__in=new)).order_by("code")
    for centre in Centre.objects.filter(region__in=_zones().values("sigungu")).order_by("pk"):
        zones = _zones().filter(sigungu=centre.region_id)
        of_zone = Q(zone_membership__zone__in=zones)
        beside = Q(code__in=new) & lies_in(centre.region_id)
        names = list(concerned.filter(of_zone | beside).values_list("name", flat=True))
        if names:
            _tell(centre, names, change)


def _zones() -> QuerySet[Zone]:
    return Zone.objects.filter(closed_on__isnull=True)


def _tell(centre: Centre, names: list[str], change: StateChange) -> None:
    said = ", ".join(names[:TOLD])
    if len(names) > TOLD:
        said = _("%(names)s and %(more)s more") % {"names": said, "more": len(names) - TOLD}
    notify_each(
        holders_of(centre, Role.MANAGER).exclude(pk=change.actor_id or 0).order_by("pk"),
        kind="accounts.region.import",
        key=f"change:{change.pk}:{centre.pk}",
        title=_("Places of your district have changed. Please look at the zones."),
        text=_("By the newer list of the ministry: %(names)s") % {"names": said},
        path=reverse("office_zones"),
        centre=centre.pk,
    )
