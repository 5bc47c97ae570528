"""Communities as lists and as a page, and what happened to one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy

from courses.runs.community_members import Days
from lms.accounts.models import Centre, Region, User
from lms.accounts.queries import lies_in
from lms.common import clock
from lms.common.clock import SEOUL
from lms.common.records import statelog
from lms.common.registry import Registry
from lms.common.text.search import matches
from mentoring.communities.enums import CommunityRole
from mentoring.communities.models import Community, CommunityMembership, ConflictOfInterest, Stage
from mentoring.communities.rules import represented, still_acts
from mentoring.corps.models import Field
from mentoring.corps.rules import still_offered

TIMELINE_ROWS = 40


def directory(*, text: str = "", dong: str = "", field: str = "", kind: str = "") -> QuerySet[Community]:
    """The public list: what is open to all, and nothing about who is in them."""
    rows = Community.objects.public().select_related("field", "dong__parent", "stage", "centre")
    if text:
        rows = rows.filter(matches(text, "name", "story", "dong__name"))
    if dong:
        rows = rows.filter(dong__code=dong)
    if field:
        rows = rows.filter(field__name=field)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.order_by("name", "pk")


def with_representatives(rows: QuerySet[Community]) -> QuerySet[Community]:
    """For lists; the current ones, as `representatives`."""
    held = CommunityMembership.objects.current().filter(role=CommunityRole.REPRESENTATIVE).select_related("person")
    rows = rows.select_related("field", "dong", "stage")
    return rows.prefetch_related(Prefetch("memberships", held, to_attr="representatives"))


def dongs_with_communities(centre: Centre) -> QuerySet[Region]:
    return Region.objects.filter(communities__centre=centre).distinct().order_by("code")


def offered_stages(centre: Centre | int) -> QuerySet[Stage]:
    return Stage.objects.filter(still_offered(clock.today()), centre=centre)


def stages_to_choose(community: Community) -> QuerySet[Stage]:
    """With the one that it has, should that be closed."""
    offered = still_offered(clock.today()) | Q(pk=community.stage_id)
    return Stage.objects.filter(offered, centre=community.centre_id)


def fields_for(community: Community) -> QuerySet[Field]:
    """Those on offer, and the one that it has, should that be closed."""
    offered = still_offered(clock.today()) | Q(pk=community.field_id)
    return Field.objects.filter(offered, centre=community.centre_id)


def dongs_for(community: Community) -> QuerySet[Region]:
    """Of the centre's district, and where it is by now."""
    near = lies_in(community.centre.region_id) & Q(closed_on__isnull=True)
    return Region.objects.local().filter(near | Q(pk=community.dong_id)).order_by("code")


def members_among(days: Days) -> frozenset[int]:
    """Those of these people who belong to a community, in whatever role; now a closed one has no members. On a day of the
    past whoever left or came on it was there, since only the day is known."""
    now = [pk for pk, day in days.items() if day is None]
    rows = CommunityMembership.objects.current().filter(person_id__in=now, community__in=Community.objects.public())
    found = set(rows.values_list("person_id", flat=True)) if now else set()
    then = CommunityMembership.objects.filter(person_id__in=days.keys() - now) if len(now) < len(days) else []
    for row in then:
        day = days[row.person_id]
        if day and row.since <= day and (row.ended_on is None or day <= row.ended_on):
            found.add(row.person_id)
    return frozenset(found)


def members(community: Community) -> list[CommunityMembership]:
    """Who belongs to it now, the representative first."""
    order = {CommunityRole.REPRESENTATIVE: 0, CommunityRole.TREASURER: 1, CommunityRole.MEMBER: 2}
    rows = community.memberships.current().select_related("person").order_by("since", "pk")
    return sorted(rows, key=lambda row: order[CommunityRole(row.role)])


def former_members(community: Community) -> QuerySet[CommunityMembership]:
    return community.memberships.filter(ended_on__isnull=False).select_related("person").order_by("-ended_on", "pk")


def conflicts(community: Community) -> QuerySet[ConflictOfInterest]:
    return community.conflicts.select_related("expert__person").order_by("-since", "pk")


def acted_for(user: User) -> QuerySet[Community]:
    """Those that the person stands for today and may act for; what a closed one did can still be read."""
    rows = Community.objects.filter(represented(user, "pk"), still_acts())
    return rows.select_related("centre", "field", "dong", "stage").order_by("name", "pk")


def centres_of(person: User) -> QuerySet[CommunityMembership, Any]:
    """Of the communities somebody belongs to."""
    return CommunityMembership.objects.current().filter(person=person).values("community__centre_id")


@dataclass(frozen=True)
class Event:
    day: date
    title: str
    state: str = ""
    text: str = ""
    url: str = ""


CHANGES = {
    "representative": gettext_lazy("Representative changed"),
    "stage": gettext_lazy("Stage changed"),
    "state": gettext_lazy("Status changed"),
    "create": gettext_lazy("Community registered"),
    "profile": gettext_lazy("Introduction changed"),
    "details": gettext_lazy("Details changed"),
    "hand_over": gettext_lazy("Coaching handed over"),
    "member": gettext_lazy("Member added"),
    "member_left": gettext_lazy("Member left"),
}


Source = Callable[[Community, User, int], list[Event]]  # at most so many, the latest first
TIMELINE: Registry[Source] = Registry("timeline of a community")


def timeline(community: Community, user: User) -> list[Event]:
    """Requests, visits and changes, the latest first, those of former experts too; sensitive requests for few."""
    events = [event for source in TIMELINE.values() for event in source(community, user, TIMELINE_ROWS)]
    return sorted(events, key=lambda event: event.day, reverse=True)[:TIMELINE_ROWS]


def changes_of(community: Community, user: User, limit: int) -> list[Event]:
    return [
        Event(
            day=change.at.astimezone(SEOUL).date(),
            title=str(CHANGES.get(change.action, change.action)),
            text=str(change.data.get("says", "")),
        )
        for change in statelog.history(community).order_by("-at")[:limit]
    ]
