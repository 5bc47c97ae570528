"""Somebody in a photo of a sent log asks for it to go: that photo goes with its files, and nothing else of the log."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.common.enums import Access
from lms.common.errors import DomainError, NotAllowed
from lms.common.models import AccessLog
from lms.common.records import statelog
from lms.notifications.models import Notice
from mentoring.coaching.models import Engagement
from mentoring.visits.domain.photo_removal import take_out
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit, VisitPhoto
from tests.factories import mentoring as make
from tests.factories import people, photos, visits
from tests.factories.certificates import Papers

pytestmark = pytest.mark.django_db
REASON = "사진에 나온 분이 요청하셨습니다."


@pytest.fixture
def engagement(photo_folder: Papers) -> Engagement:
    return make.engagement()


def frozen(visit: Visit) -> dict[str, Any]:
    return Visit.objects.filter(pk=visit.pk).values().get()


@pytest.mark.parametrize(
    "who", ["author", "author at the office", "representative", "auditor", "other centre", "resident"]
)
def test_who_does_not_answer_for_the_centre_takes_none_out(engagement: Engagement, who: str) -> None:
    visit = photos.log(engagement, state=VisitState.CONFIRMED)
    people_of: dict[str, User] = {
        "author": visit.author,
        "author at the office": visit.author,
        "representative": visits.representative_of(engagement),
        "auditor": people.staff(engagement.centre, Role.AUDITOR),
        "other centre": people.staff(people.centre(), Role.MANAGER),
        "resident": people.user(),
    }
    if who == "author at the office":
        visit.author.memberships.create(centre=engagement.centre, role=Role.COORDINATOR, since="2026-01-01")
    with pytest.raises(NotAllowed):
        take_out(photo=visit.photos.get(), actor=people_of[who], reason=REASON)
    assert (visit.photos.count(), statelog.history(visit).filter(action="photo_out").count()) == (1, 0)


def test_it_takes_a_reason_and_a_log_that_was_sent(engagement: Engagement) -> None:
    coordinator = people.staff(engagement.centre)
    sent, draft = photos.log(engagement, state=VisitState.SUBMITTED), photos.log(engagement, "blue", days_ago=3)
    for visit, reason, code in ((sent, "  ", "no_reason"), (draft, REASON, "not_sent")):
        with pytest.raises(DomainError) as refused:
            take_out(photo=visit.photos.get(), actor=coordinator, reason=reason)
        assert (refused.value.code, visit.photos.count()) == (code, 1)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MANAGER])
@pytest.mark.parametrize("state", [VisitState.SUBMITTED, VisitState.OBJECTED, VisitState.CONFIRMED])
def test_one_goes_with_its_files_and_on_record_and_the_rest_stays(
    engagement: Engagement,
    photo_folder: Papers,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    role: Role,
    state: VisitState,
) -> None:
    visit, actor = photos.log(engagement, "red", "blue", state=state), people.staff(engagement.centre, role)
    gone, stays = visit.photos.all()
    before = frozen(visit)
    with django_capture_on_commit_callbacks(execute=True):
        for _press in range(2):
            take_out(photo=gone, actor=actor, reason=REASON)
        assert gone.file.name in photo_folder.names  # not before that is for good
    assert photo_folder.names == {stays.file.name, stays.thumbnail.name}
    assert list(visit.photos.all()) == [stays]
    assert frozen(visit) == before
    change = statelog.history(visit).get(action="photo_out")
    assert (change.actor, change.reason, change.from_state, change.to_state) == (actor, REASON, state, state)
    assert change.data == {"photo": gone.pk, "position": 1, "sha256": gone.sha256}
    row = AccessLog.objects.get()
    assert (row.actor, row.action, row.subject_id, row.people, row.reason, row.centre_id) == (
        *(actor, Access.PHOTO, visit.pk, [visit.author_id], REASON, engagement.centre_id),
    )
    assert Notice.objects.filter(person=visit.author, title="센터에서 방문 일지의 사진 한 장을 뺐습니다.").count() == 1


def test_a_failure_leaves_row_file_and_frozen_photos(
    engagement: Engagement, photo_folder: Papers, monkeypatch: Any
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("no notice")

    visit = photos.log(engagement, state=VisitState.CONFIRMED)
    names = photo_folder.names
    monkeypatch.setattr("mentoring.visits.domain.notices.tell_expert", fail)
    with pytest.raises(RuntimeError, match="no notice"):
        take_out(photo=visit.photos.get(), actor=people.staff(engagement.centre), reason=REASON)
    assert (visit.photos.count(), photo_folder.names) == (1, names)


def test_the_permit_is_over_afterwards(engagement: Engagement) -> None:
    visit = photos.log(engagement, "red", "blue", state=VisitState.CONFIRMED)
    take_out(photo=visit.photos.all()[0], actor=people.staff(engagement.centre), reason=REASON)
    with pytest.raises(IntegrityError, match="refused by photo_"), transaction.atomic():
        VisitPhoto.objects.all().delete()
    assert visit.photos.count() == 1
