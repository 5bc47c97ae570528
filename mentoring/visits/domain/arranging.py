"""A visit that is to come: arranged, moved and called off, by its expert or by the office for both sides."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.models import StateChange
from lms.common.records import statelog, transitions
from lms.common.records.reasons import check_reason
from lms.common.records.seen import Seen, only_changed
from lms.common.text import korean
from mentoring.coaching.enums import GOES_ON
from mentoring.coaching.models import Engagement
from mentoring.corps.rules import in_term
from mentoring.visits.domain import notices
from mentoring.visits.domain.ends import call_off
from mentoring.visits.domain.guards import check_in_service, moment_at
from mentoring.visits.enums import HELD, LONGEST_HOURS, VisitState
from mentoring.visits.models import Visit
from mentoring.visits.rules import may_arrange_visits, may_log_visits

FARTHEST = timedelta(days=365)


@dataclass(frozen=True)
class Plan:
    """When and how the two sides meet."""

    starts_at: datetime
    ends_at: datetime
    mode: str
    place: str = ""

    @property
    def day(self) -> date:
        return self.starts_at.astimezone(clock.SEOUL).date()


@transaction.atomic
def schedule_visit(*, engagement: Engagement, plan: Plan, actor: User) -> Visit:
    """Arrange a visit; both sides but the actor are told. Asking twice for the same gives the one that is there."""
    # The race: two who arrange at once, for two communities of one expert or with two experts of one community, would both
    # find the hour free. The rows of both make them queue; the expert's takes the person's with it, who may serve two
    # centres.
    engagement = transitions.lock(engagement)
    _check_may_arrange(engagement, actor)
    _check_goes_on(engagement)
    existing = arranged_on(engagement, plan.day)
    if existing is not None:
        return _the_same(existing, plan)
    check_plan(engagement, plan, of=None)
    visit, change = _create(engagement, plan, actor)
    notices.tell_arranged(visit, change)
    return visit


@transaction.atomic
def move_visit(*, visit: Visit, plan: Plan, actor: User, reason: str, seen: Seen | None = None) -> Visit:
    """Another day, hour or place for what is arranged, with a reason for the record; both sides but the actor are told.
    Pressing twice moves once. `seen` is what the form showed."""
    visit = _locked_with_both(visit)
    _check_may_arrange(visit.engagement, actor)
    _check_arranged(visit)
    plan = replace(plan_of(visit), **only_changed(visit, asdict(plan), seen))
    if plan_of(visit) == plan:
        return visit
    reason = check_reason(reason)
    _check_goes_on(visit.engagement)
    other = arranged_on(visit.engagement, plan.day)
    if other is not None and other != visit:
        _refuse_second(other)
    check_plan(visit.engagement, plan, of=visit)
    before, state = visit.starts_at, visit.state
    visit.starts_at, visit.ends_at, visit.mode, visit.place = plan.starts_at, plan.ends_at, plan.mode, plan.place
    visit.save(update_fields=["starts_at", "ends_at", "mode", "place"])
    said = {"says": f"{korean.ko_dt(before)} → {korean.ko_dt(plan.starts_at)}"}
    change = statelog.record(
        visit, action="move", from_state=state, to_state=state, actor=actor, reason=reason, data=said, is_locked=True
    )
    notices.tell_moved(visit, change, before=before)
    return visit


@transaction.atomic
def call_off_visit(*, visit: Visit, actor: User, reason: str) -> Visit:
    """What is arranged does not take place; both sides but the actor are told."""
    visit = transitions.lock(visit)
    _check_may_arrange(visit.engagement, actor)
    if visit.state == VisitState.CANCELLED:
        return visit
    _check_arranged(visit)
    call_off(visit, actor=actor, reason=check_reason(reason))
    return visit


def arrange(engagement: Engagement, plan: Plan, actor: User) -> Visit:
    """As both sides agreed at a visit: the one of that day, or a new one. Under the lock on the expert's row."""
    if existing := arranged_on(engagement, plan.day):
        return existing
    check_plan(engagement, plan, of=None)
    return _create(engagement, plan, actor)[0]


def arranged_on(engagement: Engagement, day: date) -> Visit | None:
    start = moment_at(day, time.min)
    rows = engagement.visits.filter(state=VisitState.SCHEDULED, starts_at__gte=start)
    return rows.filter(starts_at__lt=start + timedelta(days=1)).first()


def plan_of(visit: Visit) -> Plan:
    return Plan(visit.starts_at, visit.ends_at, visit.mode, visit.place)


def check_plan(engagement: Engagement, plan: Plan, *, of: Visit | None) -> None:
    """In time to come, within what the expert is appointed for and free at that hour; `of` is the visit that is moved."""
    _check_times(plan)
    if not in_term(engagement.expert, plan.day):
        message = _("The expert's term doesn't reach to that day. Please choose an earlier one.")
        raise DomainError(message, code="outside_term", fields={"day": message})
    if engagement.ends_on is not None and plan.day > engagement.ends_on:
        message = _("The coaching is over by that day. Please choose an earlier one.")
        raise DomainError(message, code="outside_engagement", fields={"day": message})
    _check_free(engagement, plan, of)


# ── within


def _locked_with_both(visit: Visit) -> Visit:
    """The community and the expert, as where a visit is arranged; the community comes before."""
    engagement = transitions.lock(visit.engagement)
    return transitions.lock(visit, within=[engagement.expert])


def _check_times(plan: Plan) -> None:
    if not timedelta() < plan.ends_at - plan.starts_at <= timedelta(hours=LONGEST_HOURS):
        message = _("A visit can last 8 hours at the most.")
        raise DomainError(message, code="too_long", fields={"length": message})
    now = clock.now()
    if plan.starts_at <= now:
        message = _("That time is over already. A visit that took place is written as a log.")
        raise DomainError(message, code="past", fields={"start": message})
    if plan.starts_at > now + FARTHEST:
        message = _("A visit is arranged for the year to come at the farthest.")
        raise DomainError(message, code="too_far", fields={"day": message})


def _check_free(engagement: Engagement, plan: Plan, of: Visit | None) -> None:
    """The expert at every centre, and the community. Ends are open: one visit may begin the minute another ends."""
    whose = Q(author_id=engagement.expert.person_id) | Q(engagement__community_id=engagement.community_id)
    rows = Visit.objects.filter(whose, state__in=HELD | {VisitState.SCHEDULED})
    rows = rows.filter(starts_at__lt=plan.ends_at, ends_at__gt=plan.starts_at)
    others = rows.exclude(pk=of.pk) if of else rows
    other = others.order_by("starts_at", "pk").first()
    if other is None:
        return
    whom = _("the expert") if other.author_id == engagement.expert.person_id else _("the community")
    when = korean.ko_span(other.starts_at, other.ends_at)
    message = _("At that time there is another visit of %(whom)s: %(when)s. Please choose another time.")
    message %= {"whom": whom, "when": when}
    raise DomainError(message, code="overlap", fields={"start": message})


def _check_may_arrange(engagement: Engagement, actor: User) -> None:
    if not may_arrange_visits(actor, engagement):
        raise NotAllowed(_("Only the expert of this community and the centre arrange its visits."), code="not_own")
    if may_log_visits(actor, engagement.expert):
        check_in_service(engagement.expert)


def _check_goes_on(engagement: Engagement) -> None:
    if engagement.state not in GOES_ON:
        raise DomainError(_("The coaching of this community is not under way."), code="engagement_closed")


def _check_arranged(visit: Visit) -> None:
    if visit.state != VisitState.SCHEDULED:
        message = _("This visit is not arranged any more: it was called off, or its log is being written.")
        raise DomainError(message, code="state")


def _the_same(existing: Visit, plan: Plan) -> Visit:
    if plan_of(existing) != plan:
        _refuse_second(existing)
    return existing


def _refuse_second(existing: Visit) -> None:
    message = _("A visit is arranged for that day already: %(when)s. Please move that one.")
    message %= {"when": korean.ko_span(existing.starts_at, existing.ends_at)}
    raise DomainError(message, code="arranged_already", fields={"day": message})


def _create(engagement: Engagement, plan: Plan, actor: User) -> tuple[Visit, StateChange]:
    expert = engagement.expert
    visit = Visit.objects.create(
        centre_id=engagement.centre_id,
        engagement=engagement,
        expert=expert,
        author=expert.person,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        mode=plan.mode,
        place=plan.place,
        state=VisitState.SCHEDULED,
        created_at=clock.now(),
    )
    change = statelog.record(visit, action="schedule", to_state=visit.state, actor=actor, is_locked=True)
    return visit, change
