"""Every figure about communities over many places, once, counted by the database."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from lms.accounts.enums import LOCAL_LEVELS, RegionLevel
from lms.accounts.models import Centre, Region
from lms.common.counting import number_of
from mentoring.coaching.enums import OPEN_ENGAGEMENT
from mentoring.communities.models import Community
from mentoring.corps.models import ExpertProfile


@dataclass(frozen=True)
class Dong:
    """A place with its numbers; `has_expert`: one in term lives there, or coaches a community of the place."""

    code: str
    name: str
    district: str
    district_code: str
    x: int | None
    y: int | None
    communities: int
    coached: int
    has_expert: bool


def communities(centre: Centre | None = None) -> QuerySet[Community]:
    """Those in the directory, of one centre or of all."""
    return Community.objects.public().filter(_of(centre))


def coached(rows: QuerySet[Community]) -> QuerySet[Community]:
    """Those with coaching under way."""
    coaching = Community.objects.filter(pk=OuterRef("pk"), engagements__state__in=OPEN_ENGAGEMENT)
    return rows.filter(Exists(coaching))


def by_dong(centre: Centre | None = None) -> list[Dong]:
    """Every dong of the centre's district and wherever else it has communities; of all centres where none is named."""
    here = communities(centre).filter(dong=OuterRef("pk"))
    served = Community.objects.filter(_of(centre), dong=OuterRef("pk"), engagements__state__in=OPEN_ENGAGEMENT)
    living = ExpertProfile.objects.in_term().filter(_of(centre), dong=OuterRef("pk"))
    over = Q(region=OuterRef("parent")) | Q(region=OuterRef("parent__parent"), region__level=RegionLevel.SIGUNGU)
    district = Centre.objects.filter(Q(pk=centre.pk) if centre else Q(), over)
    offered = Q(Exists(district), level__in=LOCAL_LEVELS, closed_on__isnull=True)
    rows = Region.objects.filter(offered | Q(Exists(here))).annotate(
        communities_there=number_of(here),
        coached_there=number_of(coached(here)),
        has_expert=Exists(living) | Exists(served),
    )
    return [
        Dong(
            code=row.code,
            name=row.name,
            district=row.parent.name if row.parent else "",
            district_code=row.parent.code if row.parent else "",
            x=row.map_x,
            y=row.map_y,
            communities=row.communities_there,
            coached=row.coached_there,
            has_expert=row.has_expert,
        )
        for row in rows.select_related("parent").order_by("parent__code", "code")
    ]


def _of(centre: Centre | None) -> Q:
    return Q(centre=centre) if centre else Q()
