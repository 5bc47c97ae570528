from datetime import datetime, timedelta

import pytest

from lms.common import clock
from lms.privacy.domain.retention import destroy_due, months_before
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment
from tests.factories import mentoring, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def old() -> datetime:
    return months_before(clock.now(), 6) - timedelta(days=1)


def counted(*, dry_run: bool = False) -> int:
    return destroy_due(dry_run=dry_run)["drafts_of_appointments"]


def test_appointments_that_were_offered_to_nobody_go(old: datetime) -> None:
    body = mentoring.body(people.centre())
    states = (AppointmentState.DRAFT, AppointmentState.DRAFT, AppointmentState.OFFERED)
    rows = [mentoring.appointment(body, state=state, offered_at=None, letter_no="") for state in states]
    Appointment.objects.filter(pk__in=[rows[0].pk, rows[2].pk]).update(starts_on=old.date())
    assert counted(dry_run=True) == 1
    assert counted() == 1
    assert set(Appointment.objects.filter(pk__in=[row.pk for row in rows])) == set(rows[1:])
