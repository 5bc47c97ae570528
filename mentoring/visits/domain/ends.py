"""What becomes of a coaching's arranged visits and open steps when it rests, is over, or goes on with another expert, and when
its expert's term stops."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import QuerySet

from lms.accounts.models import User
from lms.common import clock
from lms.common.records import statelog, transitions
from mentoring.coaching.enums import OPEN_ENGAGEMENT
from mentoring.coaching.models import Engagement
from mentoring.coaching.signals import coaching_stopped
from mentoring.corps.domain.notices import open_engagements
from mentoring.corps.models import Appointment, ExpertProfile
from mentoring.corps.signals import term_stopped
from mentoring.visits.domain import notices
from mentoring.visits.domain.content import take_back_steps
from mentoring.visits.enums import Side, VisitState
from mentoring.visits.models import Visit
from mentoring.visits.models.content import VisitContent
from mentoring.visits.queries.visits import open_actions


def with_its_coaching(sender: type[Engagement], *, engagement: Engagement, actor: User, **kwargs: Any) -> None:
    """Nobody comes any more: what was arranged is called off, and what the expert had promised is the community's. Visits
    whose hour has come stay: they may have taken place, and can be logged."""
    for visit in transitions.lock_each(coming(engagement=engagement), within=[engagement.expert]):
        call_off(visit, actor=actor)
    give_steps_an_owner(engagement)


def with_the_term(sender: type[Appointment], *, appointment: Appointment, actor: User | None, **kwargs: Any) -> None:
    """Nor does an expert come who is suspended, dismissed or whose term is over, unless another term of theirs runs. The
    coaching stays as it is until the office decides."""
    for expert_id in set(open_engagements(appointment).values_list("expert_id", flat=True)):
        # The race: a visit that is arranged at this moment, by somebody who saw the term run, would stay. The expert's row
        # makes both queue.
        expert = transitions.lock_by_id(ExpertProfile, expert_id)
        for visit in transitions.lock_each(coming(expert=expert), within=[expert]):
            call_off(visit, actor=actor)


def give_steps_an_owner(engagement: Engagement) -> None:
    """Of a coaching that is over: whoever coaches the request now, else the community."""
    if engagement.state in OPEN_ENGAGEMENT:
        return
    successor = Engagement.objects.filter(request=engagement.request_id, state__in=OPEN_ENGAGEMENT).first()
    if successor is not None:
        carry_steps([engagement], successor)
    else:
        open_actions([engagement]).filter(owner=Side.EXPERT).update(owner=Side.COMMUNITY)


def call_off(visit: Visit, *, actor: User | None, reason: str = "") -> None:
    """A locked, arranged visit."""
    change = transitions.move(visit, "cancel", actor=actor, reason=reason)
    notices.tell_called_off(visit, change)


def make_way_for(content: VisitContent, *, expert: ExpertProfile, actor: User) -> None:
    """What a locked expert, who can't go on writing it, had begun on that visit is closed: else it would take the hours of
    the log that the office enters. Its text and photos stay in its row."""
    begun = Visit.objects.filter(
        expert=expert, state=VisitState.DRAFT, starts_at__lt=content.ends_at, ends_at__gt=content.starts_at
    )
    for draft in transitions.lock_each(begun, within=[expert]):
        take_back_steps(draft)
        transitions.move(draft, "cancel", actor=actor, data={"entered": True})


def move_arranged(former: Engagement, new: Engagement, *, actor: User) -> list[Visit]:
    """A hand-over: the day stays, another expert comes. Both engagements and both experts are locked."""
    moved = transitions.lock_each(coming(engagement=former), within=[former.expert])
    for visit in moved:
        visit.engagement, visit.expert, visit.author = new, new.expert, new.expert.person
        visit.save(update_fields=["engagement", "expert", "author"])
        statelog.record(
            visit,
            action="hand_over",
            from_state=visit.state,
            to_state=visit.state,
            actor=actor,
            data={"to": new.pk},
            is_locked=True,
        )
    return moved


def carry_steps(former: Iterable[Engagement], new: Engagement) -> None:
    """Whatever is still to do goes on with the next expert; what was the former one's is theirs."""
    open_actions(former).update(engagement=new)


def coming(**of: models.Model) -> QuerySet[Visit]:
    """Of a coaching, or of an expert."""
    return Visit.objects.filter(state=VisitState.SCHEDULED, starts_at__gte=clock.now(), **of)


def connect() -> None:
    coaching_stopped.connect(with_its_coaching, dispatch_uid="visits.with_its_coaching")
    term_stopped.connect(with_the_term, dispatch_uid="visits.with_the_term")
