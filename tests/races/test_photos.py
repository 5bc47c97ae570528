"""Two forms with a photo each for the last place: one is taken. Without the locks the database still has five places."""

import uuid

import pytest

from mentoring.corps.models import ExpertProfile
from mentoring.visits.domain import photos, writing
from mentoring.visits.models import Visit, VisitPhoto
from tests.factories import mentoring as make
from tests.factories import photos as sent
from tests.factories import visits
from tests.factories.certificates import Papers
from tests.races.together import at_once, meet_after, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
FOUR = ("red", "green", "blue", "white")


@pytest.fixture
def draft(photo_folder: Papers, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Four photos are there; both look for room before either writes."""
    visit = sent.log(make.engagement(), *FOUR)
    meet_after(monkeypatch, photos, "_new")
    return visit


def send(visit: Visit, colours: list[str]) -> list[str]:
    def one(colour: str) -> None:
        writing.log_visit(
            engagement=visit.engagement,
            author=visit.author,
            client_uuid=visit.client_uuid,
            content=visits.content(),
            photos=sent.added(colour),
            submit=False,
        )

    return at_once(one, colours)


def test_the_last_place_is_given_once_and_no_file_is_left_over(draft: Visit, photo_folder: Papers) -> None:
    assert send(draft, ["black", "yellow"]) == ["done", "too_many_photos"]
    assert (draft.photos.count(), len(photo_folder.names)) == (5, 10)


def test_one_form_from_eight_connections_gives_one_photo(photo_folder: Papers) -> None:
    engagement = make.engagement()
    visit = Visit(engagement=engagement, author=engagement.expert.person, client_uuid=uuid.uuid4())
    assert send(visit, ["red"] * 8) == ["done"] * 8
    assert (VisitPhoto.objects.count(), len(photo_folder.names)) == (1, 2)


def test_control_without_the_locks_only_the_database_refuses(
    draft: Visit, photo_folder: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_locks(monkeypatch, ExpertProfile, Visit)
    monkeypatch.setattr(writing, "_write", lambda *arguments: None)  # writing the log's row locks it, too
    assert send(draft, ["black", "yellow"]) == ["IntegrityError", "done"]
    assert (draft.photos.count(), len(photo_folder.names)) == (5, 10)
