"""Visit logs as their experts read them, and what a new one begins with."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.models import Topic
from lms.accounts.models import User
from lms.common import clock
from lms.common.text import korean
from lms.common.ui.progress import Step
from mentoring.coaching.enums import OPEN_ENGAGEMENT, EngagementState
from mentoring.coaching.models import Engagement
from mentoring.communities.enums import CommunityRole
from mentoring.communities.models import Community, CommunityMembership
from mentoring.communities.queries.communities import Event
from mentoring.communities.rules import in_force
from mentoring.corps.rules import own_expert
from mentoring.visits import deadlines
from mentoring.visits.enums import ActionState, VisitState
from mentoring.visits.metrics import place_by_date, took_place
from mentoring.visits.models import ActionItem, PrivateNote, Visit
from mentoring.visits.models.content import VisitContent
from mentoring.visits.queries.content import NEW, beside, content_of, stamp_of

# What the community and the office see of logs; before that they are the expert's.
SENT = (
    VisitState.SUBMITTED,
    VisitState.OBJECTED,
    VisitState.CONFIRMED,
    VisitState.NO_SHOW,
    VisitState.VOIDED,
)
TOPICS_SHOWN = 10
USUAL_MINUTES, USUAL_ATTENDEES = 60, 5
# How the expert's list is filtered.
PILES: dict[str, tuple[VisitState, ...]] = {
    "open": (VisitState.DRAFT, VisitState.OBJECTED),
    "waiting": (VisitState.SUBMITTED,),
    "done": (VisitState.CONFIRMED, VisitState.NO_SHOW, VisitState.VOIDED),
}


def own_logs(user: User, pile: str = "") -> QuerySet[Visit]:
    """Logs that were begun; what is only arranged stands in the schedule."""
    rows = Visit.objects.own(user).filter(state__in=[*SENT, VisitState.DRAFT])
    if pile in PILES:
        rows = rows.filter(state__in=PILES[pile])
    return rows.select_related("engagement__community").annotate(place_by_date=place_by_date())


def taken_back() -> QuerySet[Visit]:
    """Logs that were sent once and are being mended. To others they are not visible; that they are mended may be said."""
    rows = Visit.objects.filter(state=VisitState.DRAFT, submitted_at__isnull=False)
    return rows.select_related("engagement__community", "centre")


def shown(user: User) -> QuerySet[Visit]:
    """One log with everything that its page says."""
    rows = Visit.objects.visible_to(user).prefetch_related(
        "actions", "closed_actions", "addenda__author", "confirmations__person", "photos"
    )
    rows = rows.prefetch_related("topics")  # type: ignore[misc] # the plugin doesn't know taggit's managers
    rows = rows.select_related(
        "engagement__community", "engagement__request", "engagement__expert", "expert__person", "author", "centre"
    )
    return rows.annotate(place_by_date=place_by_date())


def engagements_of(user: User) -> QuerySet[Engagement]:
    """The expert's open coachings, with the latest visit and the next arranged one."""
    return _with_visits(Engagement.objects.filter(own_expert(user), state__in=OPEN_ENGAGEMENT))


def loggable(user: User) -> QuerySet[Engagement]:
    """And those that ended lately: a visit of before the end can still be logged. Its own day is judged when it is written."""
    today = clock.today()
    lately = Q(ends_on__gte=today - timedelta(days=deadlines.TO_LOG)) | Q(late_logs_until__gte=today)
    under_way = Q(state__in=[EngagementState.ACTIVE, EngagementState.PAUSED])
    return _with_visits(Engagement.objects.filter(own_expert(user)).filter(under_way | lately))


def _with_visits(rows: QuerySet[Engagement]) -> QuerySet[Engagement]:
    held = took_place("visits__")
    arranged = Q(visits__state=VisitState.SCHEDULED, visits__starts_at__gte=_midnight())
    return (
        rows.select_related("community__dong", "community__field", "community__stage", "expert")
        .annotate(
            last_visit=Max("visits__starts_at", filter=held),
            next_visit=Min("visits__starts_at", filter=arranged),
            held_visits=Count("visits", filter=held),
        )
        .order_by(F("next_visit").asc(nulls_last=True), "community__name", "pk")
    )


def open_actions(engagements: Iterable[Engagement]) -> QuerySet[ActionItem]:
    """What is still to do. A draft that ticks a step off has not settled it yet, and its own step is not agreed yet."""
    undecided = Q(state=ActionState.DONE, closed_in__state=VisitState.DRAFT)
    rows = ActionItem.objects.filter(Q(state=ActionState.OPEN) | undecided, engagement__in=engagements)
    return rows.exclude(visit__state=VisitState.DRAFT).select_related("engagement__community")


def actions_of(engagements: Iterable[Engagement]) -> QuerySet[ActionItem]:
    """Whatever became of them."""
    return ActionItem.objects.filter(engagement__in=[one.pk for one in engagements])


def topics_for(engagements: Sequence[Engagement], chosen: Iterable[Topic] = ()) -> list[Topic]:
    """What the communities asked for first, then what is logged most."""
    asked = Topic.objects.filter(requests__content_object__engagements__in=engagements).distinct()
    usual = Topic.objects.annotate(used=Count("visits")).order_by("-used", "name")[:TOPICS_SHOWN]
    ordered = dict.fromkeys([*chosen, *asked])
    for topic in usual:
        if len(ordered) >= TOPICS_SHOWN:
            break
        ordered.setdefault(topic)
    return list(ordered)


@dataclass(frozen=True)
class Beginning:
    """What a form says before anything was typed."""

    engagement: Engagement | None
    content: VisitContent
    client_uuid: uuid.UUID | None = None  # of the log that the form goes on with
    seen: str = NEW


def beginning(
    engagements: Sequence[Engagement], user: User, *, visit: int | None, engagement: int | None
) -> Beginning | None:
    """From the arranged visit if one is named, else from the community's last visit; None if the visit isn't one's own."""
    if visit is not None:
        rows = Visit.objects.own(user).filter(state=VisitState.SCHEDULED)
        arranged = rows.filter(pk=visit).first()
        if arranged is None:
            return None
        chosen = next((one for one in engagements if one.pk == arranged.engagement_id), None)
        return Beginning(chosen, _usual(chosen, arranged, arranged.starts_at), arranged.client_uuid)
    chosen = next((one for one in engagements if one.pk == engagement), None)
    if chosen is None and len(engagements) == 1:
        chosen = engagements[0]
    like = _last_visit(chosen)
    return Beginning(chosen, _usual(chosen, like, just_ended(_length(like))))


def going_on(visit: Visit) -> Beginning:
    """A form for a log that was begun says what the log says."""
    rows = beside(visit)
    return Beginning(visit.engagement, content_of(visit, rows), visit.client_uuid, stamp_of(visit, rows))


def _usual(chosen: Engagement | None, like: Visit | None, starts_at: datetime) -> VisitContent:
    place = chosen.community.meeting_place if chosen else ""
    ends_at = starts_at + timedelta(minutes=_length(like))
    if like is None:
        return VisitContent(starts_at=starts_at, ends_at=ends_at, place=place, attendees=USUAL_ATTENDEES)
    return VisitContent(
        starts_at=starts_at,
        ends_at=ends_at,
        mode=like.mode,
        place=like.place or place,
        attendees=like.attendees or USUAL_ATTENDEES,
    )


def _last_visit(engagement: Engagement | None) -> Visit | None:
    if engagement is None:
        return None
    return Visit.objects.filter(took_place(), engagement=engagement).first()


def _length(like: Visit | None) -> int:
    return like.minutes if like else USUAL_MINUTES


def just_ended(minutes: int) -> datetime:
    """The start of a visit of that length that just ended, in steps of ten minutes; after midnight that may be yesterday."""
    moment = clock.now() - timedelta(minutes=minutes)
    return moment.replace(minute=moment.minute // 10 * 10, second=0, microsecond=0)


def note_of(visit: Visit) -> str:
    """For the author's own pages only."""
    text = PrivateNote.objects.filter(visit=visit).values_list("text", flat=True).first()
    return text or ""


def timeline(engagement: Engagement) -> QuerySet[Visit]:
    return (
        engagement.visits.exclude(state=VisitState.CANCELLED)
        .order_by("-starts_at", "-pk")
        .prefetch_related("confirmations")
    )


def events_of(community: Community, user: User, limit: int) -> list[Event]:
    """For the community's timeline: whose visit it was, of former experts too, and nothing of what was written."""
    visits = Visit.objects.filter(engagement__community=community).exclude(state=VisitState.DRAFT)
    return [
        Event(
            day=visit.starts_at.astimezone(clock.SEOUL).date(),
            title=_("Visit: {name}").format(name=visit.expert.person.name),
            state=visit.get_state_display(),
            url=reverse("office_visit", args=[visit.pk]),
        )
        for visit in visits.select_related("expert__person").order_by("-starts_at")[:limit]
    ]


def former_visits(engagement: Engagement) -> QuerySet[Visit]:
    """What experts before a hand-over logged of the same request. Their private notes stay theirs."""
    before = Q(engagement__continued_by__isnull=False, engagement__pk__lt=engagement.pk)
    rows = Visit.objects.filter(before, engagement__request=engagement.request_id, state__in=SENT)
    return rows.exclude(state=VisitState.VOIDED).select_related("expert__person").order_by("-starts_at", "-pk")


def contacts(engagement: Engagement) -> QuerySet[CommunityMembership]:
    """Whom the expert of a running coaching may call."""
    rows = CommunityMembership.objects.filter(
        in_force(clock.today()), community=engagement.community_id, role=CommunityRole.REPRESENTATIVE
    )
    return rows.select_related("person").order_by("since", "pk")


def _midnight() -> datetime:
    return clock.now().replace(hour=0, minute=0, second=0, microsecond=0)


def steps_to_settle(engagements: Iterable[Engagement], visit: Visit | None) -> QuerySet[ActionItem]:
    """The steps that a log can tick off: those that are open, or are so without this log, and not its own."""
    open_now = open_actions(engagements)
    if visit is None:
        return open_now
    ticked = ActionItem.objects.filter(closed_in=visit)
    rows = ActionItem.objects.filter(Q(pk__in=open_now.values("pk")) | Q(pk__in=ticked.values("pk")))
    return rows.exclude(visit=visit).select_related("engagement__community")


def status_steps(visit: Visit) -> list[Step]:
    """Written – sent – answered, with the dates that are known."""
    sent = korean.ko_date(visit.submitted_at, "short") if visit.submitted_at else ""
    answered = korean.ko_date(visit.settled_at, "short") if visit.settled_at else ""
    until = _("until %(day)s") % {"day": korean.ko_date(visit.confirm_by, "short")} if visit.confirm_by else ""
    if visit.state in {VisitState.SCHEDULED, VisitState.CANCELLED}:
        called_off = visit.state == VisitState.CANCELLED
        return [
            Step(_("Arranged"), "done"),
            Step(_("Called off") if called_off else _("Visit"), "stopped" if called_off else "now"),
        ]
    last = {
        VisitState.DRAFT: Step(_("Confirmed"), "next"),
        VisitState.SUBMITTED: Step(_("Waits for an answer"), "now", until),
        VisitState.OBJECTED: Step(_("Something is different"), "stopped"),
        VisitState.NO_SHOW: Step(_("Did not take place"), "stopped"),
        VisitState.CONFIRMED: Step(
            _("Confirmed by itself") if visit.confirmed_by_clock else _("Confirmed"), "done", answered
        ),
        VisitState.VOIDED: Step(_("Void"), "stopped", answered),
    }[VisitState(visit.state)]
    first = Step(_("Written"), "now" if visit.state == VisitState.DRAFT else "done")
    second = Step(pgettext("visit log", "Sent"), "next" if visit.state == VisitState.DRAFT else "done", sent)
    return [first, second, last]
