"""Photos go with their log: five at the most, each once, frozen with it, and their files come and go with their rows."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from lms.common.errors import DomainError
from lms.common.records import statelog
from mentoring.coaching.models import Engagement
from mentoring.visits.domain import confirmation, writing
from mentoring.visits.domain.photos import PhotoChanges
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit, VisitPhoto
from tests.factories import mentoring as make
from tests.factories import photos, visits
from tests.factories.certificates import Papers

pytestmark = pytest.mark.django_db
FIVE = ("red", "green", "blue", "white", "black")


@pytest.fixture
def engagement(photo_folder: Papers) -> Engagement:
    return make.engagement()


def send(engagement: Engagement, key: uuid.UUID, changes: PhotoChanges, *, submit: bool = False) -> Visit:
    return writing.log_visit(
        engagement=engagement,
        author=engagement.expert.person,
        client_uuid=key,
        content=visits.content(),
        photos=changes,
        submit=submit,
    )


def test_a_photo_is_kept_with_its_log(engagement: Engagement, photo_folder: Papers) -> None:
    visit = photos.log(engagement, "red", caption="게시판")
    photo = visit.photos.get()
    sent = photos.taken("red")
    assert (photo.centre_id, photo.added_by_id, photo.position, photo.caption, photo.name) == (
        *(engagement.centre_id, visit.author_id, 1),
        *("게시판", "사진.jpg"),
    )
    assert (photo.width, photo.height, photo.small_size, photo.size) == (640, 480, (320, 240), len(sent.photo.content))
    assert (photo.sha256, photo.source_sha256) == (sent.sha256, sent.source_sha256)
    for file, content in ((photo.file, sent.photo.content), (photo.thumbnail, sent.photo.thumbnail)):
        with file.open("rb") as written:
            assert written.read() == content
    assert photo_folder.names == {photo.file.name, photo.thumbnail.name}


@pytest.mark.parametrize("submit", [False, True])
def test_the_same_form_twice_gives_each_photo_once(engagement: Engagement, photo_folder: Papers, submit: bool) -> None:
    key = uuid.uuid4()
    for _press in range(3):
        visit = send(engagement, key, photos.added("red", "blue", "red"), submit=submit)
    assert [photo.position for photo in visit.photos.all()] == [1, 2]
    assert len(photo_folder.names) == 4
    assert statelog.history(visit).filter(action="photos").count() == 1


def test_a_photo_that_comes_back_as_it_was_served_is_known(engagement: Engagement) -> None:
    key = uuid.uuid4()
    first = photos.taken()
    send(engagement, key, PhotoChanges(added=(first,)))
    visit = send(engagement, key, PhotoChanges(added=(photos.taken(content=first.photo.content),)))
    assert visit.photos.count() == 1


def test_a_sixth_is_refused_with_everything_that_was_sent(engagement: Engagement, photo_folder: Papers) -> None:
    key = uuid.uuid4()
    visit = send(engagement, key, photos.added(*FIVE[:4]))
    there = photo_folder.names
    with pytest.raises(DomainError) as refused:
        send(engagement, key, photos.added("yellow", "pink"))
    assert (refused.value.code, list(refused.value.fields)) == ("too_many_photos", ["photos"])
    assert (visit.photos.count(), photo_folder.names) == (4, there)


def test_the_database_has_five_places(engagement: Engagement) -> None:
    visit = photos.log(engagement, *FIVE)
    row = visit.photos.last()
    assert row is not None
    row.pk, row.sha256, row.source_sha256 = None, "x", "y"
    for position in (0, 5, 6):
        row.position = position
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
    assert visit.photos.count() == 5


def test_one_is_taken_out_and_another_takes_its_place(
    engagement: Engagement,
    photo_folder: Papers,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    key = uuid.uuid4()
    visit = send(engagement, key, photos.added(*FIVE))
    gone = visit.photos.get(position=2)
    changes = PhotoChanges(added=(photos.taken("yellow"),), removed=frozenset({gone.pk}))
    with django_capture_on_commit_callbacks(execute=True):
        send(engagement, key, changes)
        assert gone.file.name in photo_folder.names  # not before that is for good
    assert {gone.file.name, gone.thumbnail.name} & photo_folder.names == set()
    assert len(photo_folder.names) == 10
    assert visit.photos.get(position=2).source_sha256 == photos.taken("yellow").source_sha256


def test_captions_are_written_while_the_log_is_a_draft(engagement: Engagement) -> None:
    key = uuid.uuid4()
    visit = send(engagement, key, photos.added("red", "blue"))
    first, second = visit.photos.all()
    send(engagement, key, PhotoChanges(captions={first.pk: "텃밭", second.pk: ""}))
    assert [photo.alt for photo in visit.photos.all()] == ["텃밭", "방문 사진 2"]


def test_photos_of_another_log_are_out_of_reach(engagement: Engagement) -> None:
    other = photos.log(engagement, "red", days_ago=2)
    photo = other.photos.get()
    send(engagement, uuid.uuid4(), PhotoChanges(captions={photo.pk: "바뀜"}, removed=frozenset({photo.pk})))
    assert list(other.photos.values_list("pk", "caption")) == [(photo.pk, "")]


def test_a_sent_log_takes_no_other_photo(engagement: Engagement, photo_folder: Papers) -> None:
    key = uuid.uuid4()
    visit = send(engagement, key, photos.added("red"), submit=True)
    for changes in (
        photos.added("blue"),
        PhotoChanges(removed=frozenset({visit.photos.get().pk})),
        PhotoChanges(captions={visit.photos.get().pk: "바뀜"}),
    ):
        with pytest.raises(DomainError) as refused:
            send(engagement, key, changes, submit=True)
        assert refused.value.code == "conflict"
    assert (visit.photos.count(), len(photo_folder.names)) == (1, 2)


@pytest.mark.parametrize("state", [VisitState.SUBMITTED, VisitState.CONFIRMED, VisitState.VOIDED])
@pytest.mark.parametrize("event", ["insert", "update", "delete", "move"])
def test_the_database_refuses_it_too(engagement: Engagement, state: str, event: str) -> None:
    visit = photos.log(engagement, "red", state=VisitState.SUBMITTED if state == "submitted" else VisitState.CONFIRMED)
    Visit.objects.filter(pk=visit.pk).update(state=state)
    photo = visit.photos.get()
    draft = visits.log(engagement, VisitState.DRAFT, days_ago=3)

    def act() -> None:
        match event:
            case "insert":
                photo.pk, photo.position, photo.sha256, photo.source_sha256 = None, 2, "x", "y"
                photo.save(force_insert=True)
            case "update":
                VisitPhoto.objects.update(caption="바뀜")
            case "delete":
                VisitPhoto.objects.all().delete()
            case "move":
                VisitPhoto.objects.update(visit=draft)

    with pytest.raises(IntegrityError, match="refused by photo_"), transaction.atomic():
        act()
    assert list(VisitPhoto.objects.values_list("visit", "caption")) == [(visit.pk, "")]


def test_a_log_that_was_objected_to_is_mended_with_its_photos(engagement: Engagement) -> None:
    visit = photos.log(engagement, "red", state=VisitState.OBJECTED)
    changes = PhotoChanges(added=(photos.taken("blue"),), removed=frozenset({visit.photos.get().pk}))
    for _press in range(2):
        writing.revise_visit(visit=visit, author=visit.author, content=visits.content(), photos=changes)
    assert [photo.source_sha256 for photo in visit.photos.all()] == [photos.taken("blue").source_sha256]
    with pytest.raises(DomainError):
        writing.revise_visit(visit=visit, author=visit.author, content=visits.content(), photos=photos.added("white"))


def test_a_draft_that_is_thrown_away_takes_its_photos_along(
    engagement: Engagement,
    photo_folder: Papers,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    visit = photos.log(engagement, "red")
    with django_capture_on_commit_callbacks(execute=True):
        writing.cancel_visit(visit=visit, author=visit.author)
    assert (visit.photos.count(), photo_folder.names) == (0, set())


# ── failures


@pytest.mark.parametrize("room", range(4))
def test_a_disk_that_is_full_half_way_leaves_neither_log_nor_files(
    engagement: Engagement, photo_folder: Papers, room: int
) -> None:
    photo_folder.room = room
    with pytest.raises(OSError, match="No space left"):
        photos.log(engagement, "red", "blue")
    assert (Visit.objects.count(), VisitPhoto.objects.count(), photo_folder.names) == (0, 0, set())


def test_what_fails_after_the_photos_takes_them_along(
    engagement: Engagement, photo_folder: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(visit: Visit) -> None:
        raise RuntimeError("no notice")

    visit = photos.log(engagement, "red", state=VisitState.OBJECTED)
    kept = photo_folder.names
    monkeypatch.setattr(writing.notices, "ask_representatives", fail)
    with pytest.raises(RuntimeError, match="no notice"):
        photos.log(engagement, "blue", state=VisitState.SUBMITTED, days_ago=3)
    gone = frozenset({visit.photos.get().pk})
    changes = PhotoChanges(added=(photos.taken("blue"),), removed=gone)
    with pytest.raises(RuntimeError, match="no notice"):
        writing.revise_visit(visit=visit, author=visit.author, content=visits.content(), photos=changes)
    assert (VisitPhoto.objects.get().visit_id, photo_folder.names) == (visit.pk, kept)


def test_confirming_asks_nothing_of_photos(engagement: Engagement) -> None:
    visit = photos.log(engagement, "red", state=VisitState.SUBMITTED)
    confirmation.confirm_visit(visit=visit, sent_at=visit.submitted_at, person=visits.representative_of(engagement))
    assert visit.photos.count() == 1
