from django.db.models import Q, QuerySet

from lms.accounts.enums import RegionLevel, Role
from lms.accounts.models import Centre, Membership, Region, User
from lms.accounts.official_changes import Known
from lms.accounts.official_list import Names
from lms.common.text.search import matches


def holders_of(centre: Centre | int, *roles: Role) -> QuerySet[User]:
    """Who holds one of these roles there now, each once. Closed accounts are in no list."""
    held = Membership.objects.held().filter(centre=centre, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=held.values("person_id"))


def managers_of(centres: QuerySet[Centre]) -> QuerySet[User]:
    """Of all of these centres, each once."""
    held = Membership.objects.held().filter(centre__in=centres, role=Role.MANAGER)
    return User.objects.filter(is_active=True, pk__in=held.values("person_id"))


def coordinators_of(centre: Centre | int) -> QuerySet[User]:
    return holders_of(centre, Role.COORDINATOR)


def search_people(rows: QuerySet[User], text: str) -> QuerySet[User]:
    """By name, address or telephone number; by name in order."""
    return rows.filter(matches(text, "name", "email", phone="phone")).order_by("name", "pk")


def district_of(centre: Centre) -> QuerySet[Region]:
    """The centre's region and the dongs of it."""
    return Region.objects.open().filter(Q(pk=centre.region_id) | lies_in(centre.region_id)).order_by("code")


def dongs_of(centre: Centre) -> QuerySet[Region]:
    """Where people of the centre's district live, to choose from."""
    return Region.objects.local().open().filter(lies_in(centre.region_id))


def lies_in(region: int, path: str = "") -> Q:
    """A dong of this district; of a city with districts of its own (수원시 장안구), also through one of them."""
    return Q(**{f"{path}parent": region}) | Q(
        **{f"{path}parent__parent": region, f"{path}parent__parent__level": RegionLevel.SIGUNGU}
    )


def centres_over(dong: Region | int) -> QuerySet[Centre]:
    """Those of the dong's district, and those of a city that has districts."""
    own = Region.objects.filter(children=dong)
    city = Region.objects.filter(children__children=dong, level=RegionLevel.SIGUNGU)
    return Centre.objects.filter(Q(region__in=own.values("pk")) | Q(region__in=city.values("pk")))


def known_regions() -> list[Known]:
    """All places, closed ones too, with their names from the province down."""
    rows = {row.pk: row for row in Region.objects.all()}

    def names(row: Region) -> Names:
        return (*(names(rows[row.parent_id]) if row.parent_id else ()), row.name)

    return [
        Known(row.pk, row.code, RegionLevel(row.level), names(row), row.parent_id, row.closed_on is not None)
        for row in rows.values()
    ]
