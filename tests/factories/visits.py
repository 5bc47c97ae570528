"""Visit logs, made through the domain, so that a test's rows are ones that can exist."""

import uuid
from datetime import datetime, time, timedelta
from typing import Any

from lms.common import clock
from mentoring.coaching.models import Engagement
from mentoring.visits.domain import confirmation, guards, writing
from mentoring.visits.domain.arranging import Plan, schedule_visit
from mentoring.visits.domain.photos import NO_CHANGES, PhotoChanges
from mentoring.visits.enums import Health, Side, VisitMode, VisitState
from mentoring.visits.models import Visit
from mentoring.visits.models.content import VisitContent
from tests.factories import mentoring


def start(days_ago: int = 1, hour: int = 14) -> datetime:
    return guards.moment_at(clock.today() - timedelta(days=days_ago), time(hour))


def content(days_ago: int = 1, *, hour: int = 14, minutes: int = 60, **fields: Any) -> VisitContent:
    starts_at = fields.pop("starts_at", None) or start(days_ago, hour)
    defaults: dict[str, Any] = {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=minutes),
        "mode": VisitMode.VISIT,
        "attendees": 5,
        "content": "회의 규칙을 함께 정했습니다.",
    }
    if "topics" not in fields:
        fields["topics"] = frozenset({mentoring.topic("운영").pk})
    return VisitContent(**defaults | fields)


def log(
    engagement: Engagement,
    state: str = VisitState.SUBMITTED,
    *,
    client_uuid: uuid.UUID | None = None,
    photos: PhotoChanges = NO_CHANGES,
    **fields: Any,
) -> Visit:
    """A log of yesterday at two o'clock, in the state asked for. `days_ago`, `hour` and `minutes` move it."""
    author = engagement.expert.person
    made = writing.log_visit(
        engagement=engagement,
        author=author,
        client_uuid=client_uuid or uuid.uuid4(),
        content=content(**fields),
        photos=photos,
        submit=state != VisitState.DRAFT,
    )
    person = None if state in (VisitState.DRAFT, VisitState.SUBMITTED) else representative_of(engagement)
    if person and state == VisitState.CONFIRMED:
        confirmation.confirm_visit(visit=made, sent_at=made.submitted_at, person=person)
    elif person and state == VisitState.OBJECTED:
        confirmation.object_to(visit=made, sent_at=made.submitted_at, person=person, comment="시간이 다릅니다.")
    made.refresh_from_db()
    return made


def arranged(
    engagement: Engagement, starts_at: datetime, *, minutes: int = 60, mode: str = VisitMode.VISIT, place: str = ""
) -> Visit:
    """As its expert arranged it on the day before, also one whose hour has come by now."""
    plan = Plan(starts_at, starts_at + timedelta(minutes=minutes), mode, place)
    with clock.at(min(clock.now(), starts_at - timedelta(days=1))):
        return schedule_visit(engagement=engagement, plan=plan, actor=engagement.expert.person)


def no_show(engagement: Engagement, side: Side = Side.COMMUNITY, **fields: Any) -> Visit:
    """Two days ago at two o'clock nobody came; the community doesn't look well to its expert."""
    return writing.log_no_show(
        engagement=engagement,
        author=engagement.expert.person,
        client_uuid=uuid.uuid4(),
        content=content(**{"days_ago": 2, "health": Health.URGENT, **fields}),
        side=side,
    )


def confirmed_at(engagement: Engagement, starts_at: datetime, *, minutes: int = 60) -> Visit:
    """A confirmed log of any time, also of one that nobody may log any more. The community answers after it was moved."""
    made = log(engagement)
    Visit.objects.filter(pk=made.pk).update(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes))
    return confirmation.confirm_visit(visit=made, sent_at=made.submitted_at, person=representative_of(engagement))


def representative_of(engagement: Engagement) -> Any:
    return engagement.community.memberships.filter(role="representative", ended_on__isnull=True).first().person
