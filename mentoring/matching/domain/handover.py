"""Handing a community over: one engagement ends, a linked one begins with another expert of the same centre."""

from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.models import StateChange
from lms.common.records import statelog, transitions
from lms.common.records.reasons import check_reason
from lms.common.text.korean import ko_dt
from lms.notifications.domain import notify_change
from mentoring.coaching.enums import GoalState
from mentoring.coaching.models import Engagement
from mentoring.communities.domain.guards import check_may_decide
from mentoring.communities.queries.recipients import representatives_of
from mentoring.corps.domain.guards import no_term
from mentoring.corps.models import Appointment, ExpertProfile
from mentoring.corps.queries.appointments import active_corps_appointment
from mentoring.matching.domain.candidate_guard import check_candidate
from mentoring.matching.enums import ProposalState
from mentoring.matching.models import MatchProposal
from mentoring.matching.ranking import Candidate, said_of
from mentoring.visits.domain.ends import carry_steps, move_arranged
from mentoring.visits.metrics import took_place
from mentoring.visits.models import Visit


@transaction.atomic
def hand_over(
    *,
    engagement: Engagement,
    to: ExpertProfile,
    actor: User,
    reason: str,
    passing: Collection[str] = (),
    pass_reason: str = "",
) -> Engagement:
    """The engagement that goes on with the new expert. A second press gives the one that is there. `passing` names the
    filters that the coordinator saw fail and passes, with a reason of its own."""
    check_may_decide(actor, engagement.community, engagement.expert)
    # Two coordinators may claim an expert's last place at once, by hand-overs or offers: the expert's row makes them
    # queue. The former expert's too, since visits are logged under it.
    former, to = transitions.lock_beside(engagement, to)
    request = former.request
    existing = Engagement.objects.filter(continues=former, expert=to).first()
    if existing is not None:
        return existing
    reason = check_reason(reason)
    if to == former.expert:
        raise DomainError(_("This expert coaches the community already."), code="same_expert")
    term, judged = _term_of(to), check_candidate(request, to, actor=actor, passing=passing)
    if judged.passed:
        pass_reason = check_reason(pass_reason, field="pass_reason")
    goes_on_as = former.state
    end = {"end_reason": reason, "ends_on": clock.today()}
    change = transitions.move(former, "hand_over", actor=actor, reason=reason, data={"to": to.pk}, changes=end)
    new = Engagement.objects.create(
        centre_id=former.centre_id,
        request=request,
        community=former.community,
        expert=to,
        appointment=term,
        continues=former,
        starts_on=clock.today(),
        planned_visits=_visits_left(former),
        state=goes_on_as,
    )
    statelog.record(new, action="begin", to_state=new.state, actor=actor, data={"continues": former.pk})
    if judged.passed:
        said = {"passed": list(judged.passed), "says": said_of(judged.passed)}
        statelog.record(new, action="pass", actor=actor, reason=pass_reason, data=said)
    _note(new, judged, actor)
    arranged = _carry_over(former, new, actor)
    says = f"{former.expert} → {to}"
    statelog.record(former.community, action="hand_over", actor=actor, data={"says": says})
    _tell_all(former, new, change, arranged)
    return new


def _term_of(expert: ExpertProfile) -> Appointment:
    term = active_corps_appointment(expert.person, clock.today(), centre=expert.centre)
    if term is None:
        raise no_term()
    return term


def _note(engagement: Engagement, judged: Candidate, actor: User) -> None:
    """Why this expert: kept as with an offer. Agreed between the office and the expert, so nothing is to be answered."""
    moment = clock.now()
    proposal = MatchProposal.objects.create(
        centre_id=engagement.centre_id,
        request=engagement.request,
        expert=engagement.expert,
        engagement=engagement,
        score=judged.score,
        breakdown=judged.breakdown,
        state=ProposalState.ACCEPTED,
        created_by=actor,
        created_at=moment,
        answered_at=moment,
    )
    statelog.record(proposal, action="hand_over", to_state=proposal.state, actor=actor, data={"score": judged.score})


def _visits_left(former: Engagement) -> int:
    """The new expert comes at least once."""
    return max(former.planned_visits - former.visits.filter(took_place()).count(), 1)


def _carry_over(former: Engagement, new: Engagement, actor: User) -> list[Visit]:
    """What is still to do and what is arranged. Logs, written or begun, stay with who was there."""
    carry_steps([former], new)
    for goal in former.goals.filter(state=GoalState.OPEN):
        new.goals.create(number=goal.number, text=goal.text)
    return move_arranged(former, new, actor=actor)


def _tell_all(former: Engagement, new: Engagement, change: StateChange, arranged: list[Visit]) -> None:
    community = {"community": new.community}
    days = ", ".join(ko_dt(visit.starts_at) for visit in arranged)
    stays = _("What is arranged stays: %(days)s.") % {"days": days} if arranged else ""
    notify_change(
        [former.expert.person],
        change,
        title=_("Your coaching was handed over to another expert: %(community)s") % community,
        path=reverse("expert_community", args=[former.pk]),
    )
    notify_change(
        [new.expert.person],
        change,
        title=_("A community was handed over to you: %(community)s") % community,
        text=stays,
        path=reverse("expert_community", args=[new.pk]),
    )
    notify_change(
        representatives_of(new.community),
        change,
        title=_("Another expert goes on with your coaching: %(expert)s") % {"expert": new.expert.person},
        text=f"{new.community} {stays}".strip(),
        path=reverse("request", args=[new.request_id]),
    )
