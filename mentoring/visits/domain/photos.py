"""Photos of a visit: put in, described and taken out while its log is being written. The caller holds the log's row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.files.fields import TakenPhoto, choose_again, too_many
from lms.common.files.names import stored_name
from lms.common.files.rollback import delete_after_commit, with_files
from lms.common.records import statelog
from mentoring.visits.models import Visit, VisitPhoto
from mentoring.visits.models.photos import FOLDER
from mentoring.visits.queries import photos as queries


@dataclass(frozen=True)
class PhotoChanges:
    """What the form says of photos. `caption` is for those that come in, `captions` by id for those that are there."""

    added: tuple[TakenPhoto, ...] = ()
    caption: str = ""
    captions: Mapping[int, str] = field(default_factory=dict)
    removed: frozenset[int] = frozenset()


NO_CHANGES = PhotoChanges()


def photo_storage() -> Storage:
    storage: Storage = VisitPhoto.file.field.storage
    return storage


def written_files() -> AbstractContextManager[list[str]]:
    """The transaction in which photos are written; if it fails, their files go."""
    return with_files(photo_storage(), queries.named)


def already_so(rows: Sequence[VisitPhoto], changes: PhotoChanges) -> bool:
    """Nothing is left to do: the form was sent before. `rows` are the log's photos."""
    return (
        not _new(rows, changes.added)
        and not any(row.pk in changes.removed for row in rows)
        and all(changes.captions.get(row.pk, row.caption) == row.caption for row in rows)
    )


def change_photos(
    visit: Visit, rows: Sequence[VisitPhoto], changes: PhotoChanges, *, actor: User, written: list[str]
) -> None:
    """`rows` are the log's photos, read under its lock. The race: two forms each find room for the last photo. The log's
    row is locked, so the second counts the first's; the position, one of five and unique, holds it once more."""
    gone = [row for row in rows if row.pk in changes.removed]
    kept = [row for row in rows if row.pk not in changes.removed]
    new = _new(kept, changes.added)
    if len(kept) + len(new) > VisitPhoto.MOST:
        message = f"{too_many(VisitPhoto.MOST)} {choose_again()}"
        raise DomainError(message, code="too_many_photos", fields={"photos": message})
    remove_photos(gone)
    for row in kept:
        _describe(row, changes.captions.get(row.pk, row.caption))
    free = sorted(set(range(1, VisitPhoto.MOST + 1)) - {row.position for row in kept})
    for position, taken in zip(free, new, strict=False):
        _put(visit, taken, position, changes.caption, actor, written)
    if gone or new:
        counts = {"added": len(new), "removed": len(gone)}
        statelog.record(visit, action="photos", from_state=visit.state, to_state=visit.state, actor=actor, data=counts)


def remove_photos(photos: Iterable[VisitPhoto]) -> None:
    """The rows now, their files once that is for good."""
    rows = list(photos)
    VisitPhoto.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        for file in (row.file, row.thumbnail):
            delete_after_commit(photo_storage(), str(file.name))


# ── within


def _new(rows: Iterable[VisitPhoto], added: Iterable[TakenPhoto]) -> list[TakenPhoto]:
    """Each picture once, whether it was sent twice now or is there already, as it was sent or as it was written."""
    seen = {known for row in rows for known in (row.sha256, row.source_sha256)}
    return list(_unseen(seen, added))


def _unseen(seen: set[str], added: Iterable[TakenPhoto]) -> Iterator[TakenPhoto]:
    for taken in added:
        if not seen & {taken.sha256, taken.source_sha256}:
            yield taken
        seen |= {taken.sha256, taken.source_sha256}


def _describe(row: VisitPhoto, caption: str) -> None:
    if row.caption != caption:
        row.caption = caption
        row.save(update_fields=["caption"])


def _put(visit: Visit, taken: TakenPhoto, position: int, caption: str, actor: User, written: list[str]) -> VisitPhoto:
    photo = taken.photo
    return VisitPhoto.objects.create(
        centre_id=visit.centre_id,
        visit=visit,
        position=position,
        file=_write(photo.content, written),
        thumbnail=_write(photo.thumbnail, written),
        name=taken.name,
        caption=caption,
        width=photo.width,
        height=photo.height,
        size=len(photo.content),
        sha256=taken.sha256,
        thumbnail_sha256=sha256(photo.thumbnail).hexdigest(),
        source_sha256=taken.source_sha256,
        added_by=actor,
        added_at=clock.now(),
    )


def _write(content: bytes, written: list[str]) -> str:
    name = f"{FOLDER}/{stored_name('jpg')}"
    written.append(name)  # first, since a disk that is full half way leaves half a file
    return photo_storage().save(name, ContentFile(content))
