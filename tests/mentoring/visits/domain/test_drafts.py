"""Drafts that nobody went on with go with all that hangs on them; what was sent once stays."""

from datetime import datetime, timedelta

import pytest

from lms.common import clock
from lms.privacy.retention import destroy_due, months_before
from mentoring.coaching.enums import RequestState
from mentoring.coaching.models import CoachingRequest
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment
from mentoring.visits.domain import writing
from mentoring.visits.enums import ActionState, VisitState
from mentoring.visits.models import ActionItem, PrivateNote, Visit, VisitTopic
from tests.factories import mentoring, people, visits

pytestmark = pytest.mark.django_db
KEYS = ("drafts", "drafts_of_logs", "drafts_of_appointments")


@pytest.fixture
def old() -> datetime:
    return months_before(clock.now(), 6) - timedelta(days=1)


def counted(*, dry_run: bool = False) -> tuple[int, ...]:
    counts = destroy_due(dry_run=dry_run)
    return tuple(counts[key] for key in KEYS)


def test_logs_that_were_never_sent_go_and_their_steps_are_open_again(old: datetime) -> None:
    engagement = mentoring.engagement()
    sent = visits.log(engagement, days_ago=20, next_step="회칙 돌려 읽기")
    step = ActionItem.objects.get(visit=sent)
    draft = visits.log(
        engagement, VisitState.DRAFT, days_ago=9, settled=frozenset({step.pk}), private_note="둘만 아는 이야기"
    )
    thrown = visits.log(engagement, VisitState.DRAFT, days_ago=7)
    writing.cancel_visit(visit=thrown, author=thrown.author)
    young = visits.log(engagement, VisitState.DRAFT, days_ago=5)
    gone = (draft.pk, thrown.pk)
    for number, pk in enumerate((*gone, sent.pk)):
        begins = old - timedelta(days=number)
        Visit.objects.filter(pk=pk).update(created_at=begins, starts_at=begins, ends_at=begins + timedelta(hours=1))

    assert counted(dry_run=True) == (0, 2, 0)
    assert Visit.objects.count() == 4
    assert counted() == (0, 2, 0)
    assert counted() == (0, 0, 0)
    assert set(Visit.objects.values_list("pk", flat=True)) == {sent.pk, young.pk}
    assert not PrivateNote.objects.exists()
    assert not VisitTopic.objects.filter(content_object__in=gone).exists()
    step.refresh_from_db()
    assert (step.state, step.closed_in) == (ActionState.OPEN, None)


def test_requests_that_were_never_sent_go(old: datetime) -> None:
    kept = [mentoring.request(state=RequestState.SUBMITTED), mentoring.request(state=RequestState.DRAFT)]
    draft = mentoring.request(state=RequestState.DRAFT)
    CoachingRequest.objects.filter(pk=draft.pk).update(created_at=old, submitted_at=None)
    assert counted(dry_run=True) == (1, 0, 0)
    assert counted() == (1, 0, 0)
    assert set(CoachingRequest.objects.all()) == set(kept)


def test_appointments_that_were_offered_to_nobody_go(old: datetime) -> None:
    body = mentoring.body(people.centre())
    states = (AppointmentState.DRAFT, AppointmentState.DRAFT, AppointmentState.OFFERED)
    rows = [mentoring.appointment(body, state=state, offered_at=None, letter_no="") for state in states]
    Appointment.objects.filter(pk__in=[rows[0].pk, rows[2].pk]).update(starts_on=old.date())
    assert counted(dry_run=True) == (0, 0, 1)
    assert counted() == (0, 0, 1)
    assert set(Appointment.objects.filter(pk__in=[row.pk for row in rows])) == set(rows[1:])
