"""What a log says, read back from its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from django.db.models import Q

from mentoring.visits.enums import ActionState, Side, VisitState
from mentoring.visits.models import ActionItem, PrivateNote, Visit, VisitPhoto, VisitTopic
from mentoring.visits.models.content import IN_ROW, VisitContent


@dataclass(frozen=True)
class Beside:
    """The rows beside a log, read once: most hold a part of its content. A log that is not written yet has none."""

    topics: frozenset[int] = frozenset()
    settled: frozenset[int] = frozenset()
    step: ActionItem | None = None  # also one that was dropped: it is taken up again
    note: PrivateNote | None = None
    photos: Sequence[VisitPhoto] = ()


def beside(visit: Visit) -> Beside:
    """Four queries, none for a log that is new."""
    if not visit.pk:
        return Beside()
    topics = VisitTopic.objects.filter(content_object=visit).values_list("tag_id", flat=True)
    steps = list(ActionItem.objects.filter(Q(visit=visit) | Q(closed_in=visit)))
    return Beside(
        topics=frozenset(topics),
        settled=frozenset(step.pk for step in steps if step.closed_in_id == visit.pk),
        step=next((step for step in steps if step.visit_id == visit.pk), None),
        note=PrivateNote.objects.filter(visit=visit).first(),
        photos=list(visit.photos.all()),
    )


def content_of(visit: Visit, rows: Beside) -> VisitContent:
    step = rows.step if rows.step and rows.step.state != ActionState.DROPPED else None
    return VisitContent(
        **{name: getattr(visit, name) for name in IN_ROW},
        topics=rows.topics,
        next_step=step.text if step else "",
        next_owner=step.owner if step else Side.COMMUNITY,
        settled=rows.settled,
        private_note=rows.note.text if rows.note else "",
    )


NEW = "new"


def stamp_of(visit: Visit | None, rows: Beside) -> str:
    """What its writer had before their eyes: another stamp, another text. Of an arranged visit nothing is written yet."""
    if visit is None or not visit.pk or visit.state == VisitState.SCHEDULED:
        return NEW
    said = {name: _plain(value) for name, value in vars(content_of(visit, rows)).items()}
    photos = [(photo.pk, photo.caption) for photo in rows.photos]
    return sha256(repr((visit.engagement_id, sorted(said.items()), photos)).encode()).hexdigest()[:32]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return sorted(value) if isinstance(value, frozenset) else str(value)
