from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q

from lms.common.integrity import verify
from lms.common.models import StateChange
from mentoring.coaching.domain.engagements import OUTCOME
from mentoring.coaching.enums import OPEN_ENGAGEMENT, EngagementState, RequestState
from mentoring.coaching.models import CoachingRequest, Engagement
from mentoring.corps.models import ExpertProfile


def matched_requests_are_coached() -> Iterator[str]:
    open_ones = Engagement.objects.filter(request=OuterRef("pk"), state__in=OPEN_ENGAGEMENT)
    yield from verify.rows(CoachingRequest.objects.filter(~Exists(open_ones), state=RequestState.MATCHED))
    yield from verify.rows(CoachingRequest.objects.filter(Exists(open_ones)).exclude(state=RequestState.MATCHED))


def engagements_begin_within_a_term() -> Iterator[str]:
    yield from verify.rows(Engagement.objects.filter(starts_on__lt=F("appointment__starts_on")))


def experts_within_capacity() -> Iterator[str]:
    """Whoever coaches more than their places lowered them on record, after the last of these coachings had begun; or the
    newest of them were given in spite of that, on record."""
    opened = Q(engagements__state__in=OPEN_ENGAGEMENT)
    coaching = ExpertProfile.objects.annotate(coached=Count("engagements", filter=opened))
    for expert in coaching.filter(coached__gt=F("capacity")):
        judged = _without_passed(list(expert.engagements.filter(state__in=OPEN_ENGAGEMENT).order_by("pk")))
        if len(judged) > expert.capacity and not _lowered_since(expert, max(row.starts_on for row in judged)):
            yield f"{expert._meta.label} {expert.pk}"


def _without_passed(rows: list[Engagement]) -> list[Engagement]:
    """Without the newest in a row that passed the capacity: an ordinary one begins only where a place is free, so whatever
    was passed before it has its place by then."""
    subject = Engagement._meta.label_lower
    changes = StateChange.objects.filter(subject=subject, subject_id__in=[row.pk for row in rows], action="pass")
    passed = {pk for pk, data in changes.values_list("subject_id", "data") if "capacity" in data["passed"]}
    while rows and rows[-1].pk in passed:
        rows = rows[:-1]
    return rows


def _lowered_since(expert: ExpertProfile, day: date) -> bool:
    changes = StateChange.objects.filter(subject=expert._meta.label_lower, subject_id=expert.pk, action="profile")
    later = changes.filter(at__date__gte=day).values_list("data", flat=True)
    return any("capacity" in data.get("changed", ()) for data in later)


def completed_engagements_have_an_outcome() -> Iterator[str]:
    completed = Engagement.objects.filter(state=EngagementState.COMPLETED).only("outcome")
    yield from verify.rows(row for row in completed.iterator() if not set(row.outcome) >= OUTCOME)


CHECKS = {
    "matched_requests_are_coached": matched_requests_are_coached,
    "engagements_begin_within_a_term": engagements_begin_within_a_term,
    "experts_within_capacity": experts_within_capacity,
    "completed_engagements_have_an_outcome": completed_engagements_have_an_outcome,
}
