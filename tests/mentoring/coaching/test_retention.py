from datetime import datetime, timedelta

import pytest

from lms.common import clock
from lms.privacy.domain.retention import destroy_due, months_before
from mentoring.coaching.enums import RequestState
from mentoring.coaching.models import CoachingRequest
from tests.factories import mentoring

pytestmark = pytest.mark.django_db


@pytest.fixture
def old() -> datetime:
    return months_before(clock.now(), 6) - timedelta(days=1)


def counted(*, dry_run: bool = False) -> int:
    return destroy_due(dry_run=dry_run)["drafts"]


def test_requests_that_were_never_sent_go(old: datetime) -> None:
    kept = [mentoring.request(state=RequestState.SUBMITTED), mentoring.request(state=RequestState.DRAFT)]
    draft = mentoring.request(state=RequestState.DRAFT)
    CoachingRequest.objects.filter(pk=draft.pk).update(created_at=old, submitted_at=None)
    assert counted(dry_run=True) == 1
    assert counted() == 1
    assert set(CoachingRequest.objects.all()) == set(kept)
