"""Private notes and photos go when their author leaves; the logs stay."""

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from lms.common import clock
from lms.common.models import StateChange
from lms.privacy.domain import erasure
from lms.privacy.registries import ERASURE
from mentoring.coaching.enums import EngagementState
from mentoring.coaching.models import Engagement
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment
from mentoring.visits.enums import VisitState
from mentoring.visits.models import PrivateNote, VisitPhoto
from tests.factories import mentoring, photos, visits
from tests.factories.certificates import Papers

pytestmark = pytest.mark.django_db


@pytest.fixture
def engagement(photo_folder: Papers) -> Engagement:
    return mentoring.engagement()


def test_an_experts_notes_go_and_the_visits_stay(engagement: Engagement) -> None:
    visit = visits.log(engagement, "confirmed")
    person = visit.author
    PrivateNote.objects.create(visit=visit, author=person, text="메모", written_at=clock.now())
    Appointment.objects.filter(person=person).update(state=AppointmentState.EXPIRED)
    engagement.state = EngagementState.COMPLETED
    engagement.save()
    erasure.erase_account(person=person, actor=person)
    assert PrivateNote.objects.count() == 0
    visit.refresh_from_db()
    assert (visit.author_id, visit.state) == (person.pk, "confirmed")


def test_the_authors_photos_go_when_the_author_leaves_and_the_log_stays(
    engagement: Engagement,
    photo_folder: Papers,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    visit = photos.log(engagement, "red", state=VisitState.CONFIRMED)
    other = photos.log(mentoring.engagement(), "blue", state=VisitState.CONFIRMED)
    with django_capture_on_commit_callbacks(execute=True):
        ERASURE["visits"].erase(visit.author)
        ERASURE["visits"].erase(visit.author)
    visit.refresh_from_db()
    assert (visit.content, visit.state) == ("회의 규칙을 함께 정했습니다.", VisitState.CONFIRMED)
    assert list(VisitPhoto.objects.values_list("visit", flat=True)) == [other.pk]
    assert len(photo_folder.names) == 2
    assert StateChange.objects.filter(action="erase_photos").count() == 1
