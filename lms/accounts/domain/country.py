"""The whole country's places, to choose from on a new installation."""

from collections.abc import Iterable

from django.db import transaction

from lms.accounts.models import Region
from lms.accounts.official_list import Names, Place, bundled
from lms.accounts.queries import known_regions
from lms.common.records import statelog

LOADED, IMPORTED = "load_country", "import_regions"  # actions in the log of the site


@transaction.atomic
def load_country() -> int:
    """Add the places of the bundled list that are there neither by code nor by name; returns how many those were.

    Once for good: after a newer list was imported, the bundled one would bring back what is gone.
    """
    if any(statelog.having(statelog.SITE, action).exists() for action in (LOADED, IMPORTED)):
        return 0
    statelog.record_of_site(action=LOADED, data={})
    known = known_regions()
    codes = {row.code for row in known}
    there = {row.path: row.pk for row in known}
    return add_places([place for place in bundled() if place.code not in codes], there)


def add_places(places: Iterable[Place], there: dict[Names, int]) -> int:
    """Those whose names aren't `there` yet (names from the province down, with the row's id): one write a level. `there`
    learns of them."""
    depths: dict[int, list[Place]] = {}
    for place in places:
        if place.path not in there:
            depths.setdefault(len(place.path), []).append(place)
    for depth in sorted(depths):
        rows = [
            Region(code=place.code, name=place.name, level=place.level, parent_id=there.get(place.path[:-1]))
            for place in depths[depth]
        ]
        made = Region.objects.bulk_create(rows, batch_size=1000)
        there |= {place.path: row.pk for place, row in zip(depths[depth], made, strict=True)}
    return sum(map(len, depths.values()))
