"""Communities, experts and what joins them. Dates are relative to today, so that a term made here is always running."""

from datetime import date, time, timedelta
from typing import Any

from django.utils.text import slugify

from cms.models import Topic
from lms.accounts.models import Centre, Region, User
from lms.common import clock
from lms.privacy.enums import Purpose
from mentoring.coaching.enums import EngagementState, RequestState, SupportKind
from mentoring.coaching.models import CoachingRequest, Engagement, Goal, RequestSlot
from mentoring.communities.enums import CommunityKind, CommunityRole
from mentoring.communities.models import Community, CommunityMembership, Stage
from mentoring.corps.enums import AppointmentSource, AppointmentState, BodyKind
from mentoring.corps.models import Appointment, AvailabilityWindow, Body, ExpertProfile, ExpertTopic, Field
from mentoring.matching.enums import ProposalState
from mentoring.matching.models import MatchProposal
from tests.factories import people


def topic(name: str = "") -> Topic:
    name = name or f"주제{people.number()}"
    return Topic.objects.get_or_create(name=name, defaults={"slug": slugify(name, allow_unicode=True)})[0]


def field(centre: Centre, **fields: Any) -> Field:
    n = people.number()
    return Field.objects.create(**{"centre": centre, "code": f"field-{n}", "name": f"분야{n}"} | fields)


def stage(centre: Centre, **fields: Any) -> Stage:
    n = people.number()
    return Stage.objects.create(**{"centre": centre, "name": f"단계{n}", "order": n} | fields)


def dong(centre: Centre) -> Region:
    return people.region(parent=centre.region)


def community(centre: Centre | None = None, **fields: Any) -> Community:
    centre = centre or people.centre()
    n = people.number()
    defaults: dict[str, Any] = {
        "name": f"공동체{n}",
        "slug": f"community-{n}",
        "kind": CommunityKind.VILLAGE,
        "members_count": 9,
        "joined_on": date(2024, 3, 2),
    }
    for name, make in (("field", field), ("dong", dong), ("stage", stage)):
        if name not in fields:
            fields[name] = make(centre)
    return Community.objects.create(centre=centre, **defaults | fields)


some_community = community  # for factories whose argument has that name


def representative(community: Community, person: User | None = None, **fields: Any) -> User:
    person = person or people.user()
    defaults = {"role": CommunityRole.REPRESENTATIVE, "since": date(2024, 3, 2)}
    CommunityMembership.objects.create(community=community, person=person, **defaults | fields)
    return person


def body(centre: Centre, **fields: Any) -> Body:
    defaults: dict[str, Any] = {
        "kind": BodyKind.CORPS,
        "name": f"전문지원단{people.number()}",
        "region": centre.region,
        "appointer_title": "구청장",
        "letter_prefix": "전문",
        "letter_text": "전문지원가로 위촉합니다.",
        "acceptance_text": "위촉을 승낙합니다.",
        "seats_min": 1,
        "seats_max": 40,
        "term_months": 12,
    }
    return Body.objects.create(centre=centre, **defaults | fields)


def appointment(body: Body, person: User | None = None, **fields: Any) -> Appointment:
    """Active, begun 100 days ago, for a year."""
    starts = clock.today() - timedelta(days=100)
    defaults: dict[str, Any] = {
        "source": AppointmentSource.RECOMMENDATION,
        "state": AppointmentState.ACTIVE,
        "starts_on": starts,
        "ends_on": starts + timedelta(days=364),
        "offered_at": clock.now() - timedelta(days=120),
        "accepted_at": clock.now() - timedelta(days=110),
        "letter_no": f"전문-{people.number()}",
    }
    return Appointment.objects.create(
        centre=body.centre, body=body, person=person or people.user(), **defaults | fields
    )


def expert(
    centre: Centre | None = None,
    *,
    corps: Body | None = None,
    topics: dict[str, int] | None = None,
    fields: list[Field] | None = None,
    windows: list[tuple[int, int, int]] | None = None,
    appointed: bool = True,
    named: bool = True,
    **values: Any,
) -> ExpertProfile:
    """An expert in term whose name may be shown. `topics` is name → level, `windows` are (weekday, from hour, to hour)."""
    centre = centre or people.centre()
    person = values.pop("person", None) or people.user(name=f"예시전문가{people.number()}")
    made = ExpertProfile.objects.create(
        centre=centre, person=person, **{"dong": values.pop("dong", None) or dong(centre)} | values
    )
    made.fields.set(fields or [])
    for name, level in (topics or {}).items():
        ExpertTopic.objects.create(tag=topic(name), content_object=made, level=level)
    for weekday, starts, ends in windows or []:
        AvailabilityWindow.objects.create(expert=made, weekday=weekday, starts=time(starts), ends=time(ends))
    if named:
        people.consent(person, Purpose.PUBLIC_NAME)
    if appointed:
        appointment(corps or Body.objects.filter(centre=centre, kind=BodyKind.CORPS).first() or body(centre), person)
    return made


def request(
    community: Community | None = None,
    state: str = RequestState.SUBMITTED,
    *,
    topics: list[str] | None = None,
    slots: list[tuple[int, int, int]] | None = None,
    **fields: Any,
) -> CoachingRequest:
    """Submitted an hour ago. `slots` are (weekday, from hour, to hour)."""
    made_of = community or some_community()
    by = fields.pop("created_by", None) or representative(made_of)
    moment = clock.now() - timedelta(hours=1)
    defaults: dict[str, Any] = {
        "support_kind": SupportKind.COACHING,
        "problem": "회의가 길어지기만 합니다.",
        "goal": "두 시간 안에 회의를 마칩니다.",
        "created_at": moment,
        "submitted_at": None if state == RequestState.DRAFT else moment,
    }
    made = CoachingRequest.objects.create(
        centre=made_of.centre, community=made_of, state=state, created_by=by, **defaults | fields
    )
    made.topics.set([topic(name) for name in topics or []])
    for weekday, starts, ends in slots or []:
        RequestSlot.objects.create(request=made, weekday=weekday, starts=time(starts), ends=time(ends))
    return made


def proposal(
    request: CoachingRequest, expert: ExpertProfile, state: str = ProposalState.OFFERED, **fields: Any
) -> MatchProposal:
    """Offered now, to be answered within a week; the request is left as it is."""
    moment = clock.now()
    defaults: dict[str, Any] = {
        "score": 70,
        "breakdown": {"weights": "2026-1", "topics": 35, "nearness": 15, "kind": 10, "time": 10},
        "created_by": request.created_by,
        "created_at": moment,
        "expires_at": moment + timedelta(days=7),
    }
    return MatchProposal.objects.create(
        centre=request.centre, request=request, expert=expert, state=state, **defaults | fields
    )


def engagement(
    community: Community | None = None,
    expert_profile: ExpertProfile | None = None,
    *,
    goals: tuple[str, ...] = ("회의를 두 시간 안에 마친다",),
    **fields: Any,
) -> Engagement:
    """Under way since 30 days ago, with its matched request and its accepted proposal."""
    expert_profile = expert_profile or expert(community.centre if community else None)
    matched = fields.pop("request", None) or request(
        community or some_community(expert_profile.centre), RequestState.MATCHED
    )
    accepted = fields.pop("proposal", None) or proposal(
        matched, expert_profile, ProposalState.ACCEPTED, answered_at=clock.now()
    )
    made = Engagement.objects.create(
        centre=matched.centre,
        request=matched,
        community=matched.community,
        expert=expert_profile,
        appointment=fields.pop("appointment", None)
        or Appointment.objects.get(person=expert_profile.person, centre=matched.centre),
        **{"starts_on": clock.today() - timedelta(days=30), "state": EngagementState.ACTIVE} | fields,
    )
    accepted.engagement = made
    accepted.save()
    for index, text in enumerate(goals, start=1):
        Goal.objects.create(engagement=made, number=index, text=text)
    return made
