"""Drafts that nobody went on with go with all that hangs on them; what was sent once stays, and its photos have a term."""

import os
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from lms.common import clock
from lms.privacy.domain.retention import destroy_due, months_before
from mentoring.coaching.models import Engagement
from mentoring.visits.domain import writing
from mentoring.visits.enums import ActionState, VisitState
from mentoring.visits.models import ActionItem, PrivateNote, Visit, VisitTopic
from mentoring.visits.queries.photos import strays
from tests.factories import mentoring, photos, visits
from tests.factories.certificates import Papers

pytestmark = pytest.mark.django_db


@pytest.fixture
def old() -> datetime:
    return months_before(clock.now(), 6) - timedelta(days=1)


def counted(*, dry_run: bool = False) -> int:
    return destroy_due(dry_run=dry_run)["drafts_of_logs"]


@pytest.fixture
def engagement(photo_folder: Papers) -> Engagement:
    return mentoring.engagement()


def test_logs_that_were_never_sent_go_and_their_steps_are_open_again(engagement: Engagement, old: datetime) -> None:
    sent = visits.log(engagement, days_ago=20, next_step="회칙 돌려 읽기")
    step = ActionItem.objects.get(visit=sent)
    draft = visits.log(
        engagement, VisitState.DRAFT, days_ago=9, settled=frozenset({step.pk}), private_note="둘만 아는 이야기"
    )
    thrown = visits.log(engagement, VisitState.DRAFT, days_ago=7)
    writing.cancel_visit(visit=thrown, author=thrown.author)
    young = visits.log(engagement, VisitState.DRAFT, days_ago=5)
    written_late, arranged = (visits.log(engagement, VisitState.DRAFT, days_ago=days) for days in (4, 3))
    recalled = writing.recall_visit(visit=visits.log(engagement, days_ago=2), author=draft.author)
    gone, stay = (draft.pk, thrown.pk), {sent.pk, young.pk, written_late.pk, arranged.pk, recalled.pk}
    for number, pk in enumerate((*gone, sent.pk, recalled.pk)):
        begins = old - timedelta(days=number)
        Visit.objects.filter(pk=pk).update(created_at=begins, starts_at=begins, ends_at=begins + timedelta(hours=1))
    long_ago = old - timedelta(days=10)
    Visit.objects.filter(pk=written_late.pk).update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=1))
    Visit.objects.filter(pk=arranged.pk).update(created_at=long_ago)

    assert counted(dry_run=True) == 2
    assert Visit.objects.count() == 7
    assert counted() == 2
    assert counted() == 0
    assert set(Visit.objects.values_list("pk", flat=True)) == stay
    assert not PrivateNote.objects.exists()
    assert not VisitTopic.objects.filter(content_object__in=gone).exists()
    step.refresh_from_db()
    assert (step.state, step.closed_in) == (ActionState.OPEN, None)


def test_photos_past_their_term_go_with_their_files(
    engagement: Engagement,
    photo_folder: Papers,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    settings: Any,
) -> None:
    settings.RETENTION_VISIT_PHOTOS = 36
    visit = photos.log(engagement, "red", state=VisitState.CONFIRMED)
    counts = []
    for days in (36 * 30, 37 * 31):
        with clock.at(clock.now() + timedelta(days=days)), django_capture_on_commit_callbacks(execute=True):
            counts.append(destroy_due()["visit_photos"])
    assert (counts, visit.photos.count(), photo_folder.names) == ([0, 1], 0, set())
    visit.refresh_from_db()
    assert visit.state == VisitState.CONFIRMED


def test_strays_are_named_after_an_hour_and_destroyed(engagement: Engagement, photo_folder: Papers) -> None:
    photos.log(engagement)
    whole = photo_folder.names
    for name, age in (("new", 60), ("old", 7200)):
        path = Path(photo_folder.path(f"visit_photos/{name}.jpg"))
        path.write_bytes(b"x")
        os.utime(path, (time.time() - age, time.time() - age))
    assert strays() == ["visit_photos/old.jpg"]
    assert [destroy_due()["files_of_photos_that_went"] for _time in range(2)] == [1, 0]
    assert photo_folder.names == whole | {"visit_photos/new.jpg"}
