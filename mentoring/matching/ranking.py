"""Who may take a request, best first, and who may not, with the reason of each; constant in queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.models import Region
from lms.common import clock
from mentoring.coaching.enums import OPEN_ENGAGEMENT, EngagementState
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.communities.enums import CommunityKind
from mentoring.communities.queries.conflicts import too_near
from mentoring.corps.enums import Weekday
from mentoring.corps.models import Appointment, ExpertProfile
from mentoring.corps.rules import corps_term
from mentoring.corps.weekly_hours import Hours
from mentoring.matching.enums import OPEN_PROPOSAL, ProposalState
from mentoring.matching.models import MatchProposal
from mentoring.matching.scoring import Offer, Place, RequestWish, Score, score

GLAD = 4  # of 5: from here on a community was glad of its expert

# In the order in which they are judged: what lasts comes first, so that a passing obstacle never hides it.
EXCLUDED: dict[str, str | Promise] = {
    "term": gettext_lazy("No appointment in force"),
    "conflict": gettext_lazy("Too near to this community"),
    "unwanted": gettext_lazy("The community asked for somebody else"),
    "declined": gettext_lazy("Declined this community this year"),
    "parted": gettext_lazy("The coaching for this request ended early"),
    "kind": gettext_lazy("Doesn't coach this kind of community"),
    "paused": gettext_lazy("Pausing at the moment"),
    "capacity": gettext_lazy("Has no place free"),
    "time": gettext_lazy("Free at none of the times that were asked for"),
}
# What a coordinator who has spoken with the expert may pass at a hand-over, with a reason. The rest protects the community
# (nearness, its own wish) or the law of the office (a term in force), and nobody passes it.
PASSABLE = frozenset({"declined", "parted", "kind", "paused", "capacity", "time"})


@dataclass(frozen=True)
class Candidate:
    expert: ExpertProfile
    score: int
    breakdown: dict[str, Any]
    lines: list[str]
    load: int
    capacity: int
    wanted: bool
    passed: tuple[str, ...] = ()  # filters that fail and that a coordinator passes knowingly


@dataclass(frozen=True)
class Excluded:
    judged: Candidate  # as if nothing stood in the way
    codes: tuple[str, ...]  # all that stands in the way, what lasts first

    @property
    def expert(self) -> ExpertProfile:
        return self.judged.expert

    @property
    def load(self) -> int:
        return self.judged.load

    @property
    def code(self) -> str:
        return self.codes[0]

    @property
    def reason(self) -> str | Promise:
        return EXCLUDED[self.code]

    @property
    def is_passable(self) -> bool:
        return PASSABLE.issuperset(self.codes)


@dataclass(frozen=True)
class Ranking:
    candidates: list[Candidate]
    excluded: list[Excluded]


@dataclass
class _Facts:
    """What the database says about all experts of the centre and this request, read once."""

    wish: RequestWish
    in_term: set[int] = field(default_factory=set)  # person ids
    near: set[int] = field(default_factory=set)  # expert ids with a conflict, or members themselves
    unwanted: set[int] = field(default_factory=set)
    wanted: set[int] = field(default_factory=set)
    declined: set[int] = field(default_factory=set)
    parted: set[int] = field(default_factory=set)
    load: dict[int, int] = field(default_factory=dict)
    stages: dict[int, set[int]] = field(default_factory=dict)
    welcome: set[int] = field(default_factory=set)


def season_starts(day: date) -> date:
    """The contests run by calendar year, and so does a season."""
    return date(day.year, 1, 1)


def candidate(request: CoachingRequest, expert: ExpertProfile) -> Candidate | Excluded:
    """One expert judged as in the list: what an offer stores, or why it can't be made."""
    found = ranking(request, ExpertProfile.objects.filter(pk=expert.pk))
    return found.candidates[0] if found.candidates else found.excluded[0]


def ranking(request: CoachingRequest, experts: QuerySet[ExpertProfile] | None = None) -> Ranking:
    """Best score first; of equals the one with more room, then by name and id, so that the order is always the same."""
    if experts is None:
        experts = ExpertProfile.objects.filter(centre_id=request.centre_id)
    rows = list(
        experts.select_related("person", "dong__zone_membership__zone").prefetch_related("levels", "fields", "windows")
    )
    facts = _facts(request, rows)
    candidates, excluded = [], []
    for expert in rows:
        offer = _offer(expert, facts)
        judged = score(facts.wish, offer)
        found = _candidate(expert, facts, judged)
        if codes := _obstacles(expert, facts, judged, request.community.kind):
            excluded.append(Excluded(found, codes))
        else:
            candidates.append(found)
    candidates.sort(key=lambda c: (-c.score, c.load - c.capacity, c.expert.person.name, c.expert.pk))
    order = list(EXCLUDED)
    excluded.sort(key=lambda e: (-order.index(e.code), e.expert.person.name, e.expert.pk))
    return Ranking(candidates, excluded)


def _obstacles(expert: ExpertProfile, facts: _Facts, judged: Score, kind: str) -> tuple[str, ...]:
    """Why this expert can't be offered the request, in the order of `EXCLUDED`; nothing where they can."""
    obstacles = {
        "term": expert.person_id not in facts.in_term or not expert.person.is_active,
        "conflict": expert.pk in facts.near,
        "unwanted": expert.pk in facts.unwanted,
        "declined": expert.pk in facts.declined,
        "parted": expert.pk in facts.parted,
        "kind": kind not in _kinds(expert),
        "paused": expert.paused_until is not None and expert.paused_until >= clock.today(),
        "capacity": facts.load.get(expert.pk, 0) >= expert.capacity,
        "time": bool(facts.wish.slots) and not judged.slots_free,
    }
    return tuple(code for code, stands in obstacles.items() if stands)


def _candidate(expert: ExpertProfile, facts: _Facts, judged: Score) -> Candidate:
    load, wanted = facts.load.get(expert.pk, 0), expert.pk in facts.wanted
    lines = [_("The community asked for this expert")] if wanted else []
    lines += reasons(judged.breakdown)
    lines.append(_("Now at %(load)d of %(capacity)d places") % {"load": load, "capacity": expert.capacity})
    return Candidate(expert, judged.total, judged.breakdown, lines, load, expert.capacity, wanted)


def said_of(codes: Iterable[str]) -> str:
    return " · ".join(str(EXCLUDED[code]) for code in codes)


def reasons(breakdown: Mapping[str, Any]) -> list[str]:
    """Why this expert, in a few words each. From the stored breakdown, so that an old proposal reads as it did."""
    lines = []
    if breakdown.get("asked"):
        lines.append(_("Topics %(known)d/%(asked)d") % {"known": breakdown["known"], "asked": breakdown["asked"]})
    near = {"dong": _("Same dong"), "zone": _("Same zone"), "sigungu": _("Same district")}
    lines.append(near.get(breakdown.get("near", "")) or _("From another district"))
    if breakdown.get("field"):
        lines.append(_("Knows this field"))
    lines += [_("%(day)s is possible") % {"day": Weekday(day).label} for day in breakdown.get("days", [])]
    if breakdown.get("stage"):
        lines.append(_("Has coached this stage"))
    if breakdown.get("continuity"):
        lines.append(_("Coached this community well before"))
    return lines


# ── reading


def _place(dong: Region) -> Place:
    return Place(dong.pk, dong.zone.pk if dong.zone else None, dong.parent_id)


def _kinds(expert: ExpertProfile) -> frozenset[str]:
    held = {CommunityKind.VILLAGE: expert.villages, CommunityKind.APARTMENT: expert.apartments}
    return frozenset(kind for kind, yes in held.items() if yes)


def _hours(rows: Iterable[Any]) -> tuple[Hours, ...]:
    return tuple(Hours(row.weekday, row.starts, row.ends) for row in rows)


def _offer(expert: ExpertProfile, facts: _Facts) -> Offer:
    return Offer(
        place=_place(expert.dong),
        topics={row.tag_id: row.level for row in expert.levels.all()},
        fields=frozenset(row.pk for row in expert.fields.all()),
        kinds=_kinds(expert),
        windows=_hours(expert.windows.all()),
        stages=frozenset(facts.stages.get(expert.pk, ())),
        welcome_again=expert.pk in facts.welcome,
    )


def _facts(request: CoachingRequest, experts: list[ExpertProfile]) -> _Facts:
    community = request.community
    topics = frozenset(request.topics.values_list("pk", flat=True))
    dong = Region.objects.select_related("zone_membership__zone").get(pk=community.dong_id)
    wish = RequestWish(
        _place(dong), community.field_id, community.kind, community.stage_id, topics, _hours(request.slots.all())
    )
    ids = [expert.pk for expert in experts]
    facts = _Facts(wish)
    facts.in_term = _people_in_term(experts)
    facts.near = too_near(request.community_id, experts)
    facts.unwanted = set(request.unwanted.values_list("pk", flat=True))
    facts.wanted = set(request.wanted.values_list("pk", flat=True))
    _read_engagements(facts, request, ids)
    _read_proposals(facts, request, ids)
    return facts


def _people_in_term(experts: list[ExpertProfile]) -> set[int]:
    centres = {(expert.person_id, expert.centre_id) for expert in experts}
    people = [person for person, _centre in centres]
    terms = Appointment.objects.filter(corps_term(clock.today()), person_id__in=people)
    return {person for person, centre in terms.values_list("person_id", "centre_id") if (person, centre) in centres}


def _read_engagements(facts: _Facts, request: CoachingRequest, ids: list[int]) -> None:
    rows = Engagement.objects.filter(expert_id__in=ids).values_list(
        "expert_id", "state", "request_id", "community_id", "community__stage_id", "outcome"
    )
    for expert, state, asked, community, stage, outcome in rows:
        if state in OPEN_ENGAGEMENT:
            facts.load[expert] = facts.load.get(expert, 0) + 1
        if state == EngagementState.ENDED_EARLY:
            if asked == request.pk:
                facts.parted.add(expert)
            continue
        facts.stages.setdefault(expert, set()).add(stage)
        glad = outcome.get("rating", 0) >= GLAD and outcome.get("again") != "no"
        if state == EngagementState.COMPLETED and community == request.community_id and glad:
            facts.welcome.add(expert)


def _read_proposals(facts: _Facts, request: CoachingRequest, ids: list[int]) -> None:
    rows = MatchProposal.objects.filter(expert_id__in=ids, state__in=[*OPEN_PROPOSAL, ProposalState.DECLINED])
    season = season_starts(clock.today())
    for expert, state, community, answered in rows.values_list(
        "expert_id", "state", "request__community_id", "answered_at"
    ):
        if state in OPEN_PROPOSAL:
            facts.load[expert] = facts.load.get(expert, 0) + 1
        elif community == request.community_id and answered and answered.astimezone(clock.SEOUL).date() >= season:
            facts.declined.add(expert)


def successors(engagement: Engagement) -> Ranking:
    """Who could go on with it, judged as for an offer; not who coaches it now."""
    others = ExpertProfile.objects.filter(centre_id=engagement.centre_id).exclude(pk=engagement.expert_id)
    return ranking(engagement.request, others)
