"""The lessons of a version as they were published: never the page's draft, never a later publication."""

import uuid
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from wagtail.models import Revision

from courses.models import (
    Attendance,
    CheckAnswer,
    ClassSession,
    Completion,
    CourseVersion,
    Enrolment,
    LessonPage,
    LessonRevision,
    ReadingPlace,
)
from courses.queries.progress import LessonLine, Progress
from lms.common import clock


def revisions_in_force(version: CourseVersion) -> dict[uuid.UUID, LessonRevision]:
    """Key → the latest wording of each lesson of a version."""
    rows = version.lesson_revisions.select_related("revision").order_by("sequence")
    return {row.lesson_key: row for row in rows}


def pinned_lesson(version: CourseVersion, key: uuid.UUID | str) -> LessonPage:
    """Raises LessonRevision.DoesNotExist for a key that the version doesn't have, and ValueError for no key at all."""
    rows = version.lesson_revisions.filter(lesson_key=uuid.UUID(str(key))).select_related("revision")
    row = rows.order_by("-sequence").first()
    if row is None:
        raise LessonRevision.DoesNotExist(f"{version} has no lesson {key}")
    return as_published(row.revision)


def as_published(revision: Revision) -> LessonPage:
    return _read(_Key(revision))


class _Key:
    """A revision never changes, so its pages are kept per process; the time tells rows of re-created databases apart."""

    def __init__(self, revision: Revision) -> None:
        self.revision = revision
        self.key = (revision.pk, revision.created_at)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, _Key) and self.key == other.key


@lru_cache(maxsize=256)
def _read(key: _Key) -> LessonPage:
    page: LessonPage = key.revision.as_object()
    return page


@dataclass(frozen=True)
class Shown:
    """A block as the lesson page shows it. `answer` is the person's last answer to a check question; only with it comes
    what is right, so the key is in no page before."""

    block: Any
    answer: CheckAnswer | None = None

    @property
    def is_check(self) -> bool:
        return bool(self.block.block_type == "check")

    @property
    def choices(self) -> list[str]:
        return [choice["text"] for choice in self.block.value["choices"]]

    @property
    def feedback(self) -> str:
        if self.answer is None:
            return ""
        return str(self.block.value["feedback_right" if self.answer.correct else "feedback_wrong"])


def shown_blocks(enrolment: Enrolment, key: uuid.UUID, lesson: LessonPage) -> list[Shown]:
    rows = enrolment.check_answers.filter(lesson_key=key).order_by("answered_at", "pk")
    answers = {row.block_id: row for row in rows}
    return [Shown(block, answers.get(str(block.id))) for block in lesson.body]


@dataclass(frozen=True)
class Resume:
    line: LessonLine
    anchor: str = ""


def resume(enrolment: Enrolment, found: Progress) -> Resume | None:
    """Where to go on: the place kept while reading, else the next lesson that the person can do by themselves."""
    place = ReadingPlace.objects.filter(enrolment=enrolment).first()
    if place:
        line = found.line(place.lesson_key)
        if line and not line.done and not line.attended:
            return Resume(line, place.anchor)
    return Resume(found.next_lesson) if found.next_lesson else None


@dataclass(frozen=True)
class Step:
    number: int
    title: str
    state: str  # done, now or locked
    completed_on: date | None = None


def path_of(enrolment: Enrolment) -> list[Step]:
    """The tiers of the programme, with those that the person has completed."""
    version = enrolment.version
    newest = CourseVersion.objects.filter(centre_id=version.centre_id, programme=version.programme)
    tiers = dict(newest.order_by("number").values_list("tier_number", "tier_title"))
    done = {
        number: at.astimezone(clock.SEOUL).date()
        for number, at in Completion.objects.filter(
            person_id=enrolment.person_id, enrolment__version__programme=version.programme
        ).values_list("enrolment__version__tier_number", "completed_at")
    }
    return [
        Step(number, title, _step(number, version, done), done.get(number)) for number, title in sorted(tiers.items())
    ]


def _step(number: int, version: CourseVersion, done: dict[int, date]) -> str:
    if number in done:
        return "done"
    return "now" if number == version.tier_number else "locked"


def attendance_of(enrolment: Enrolment, found: Progress) -> list[tuple[ClassSession, Attendance | None]]:
    rows = {
        row.session_id: row
        for row in Attendance.objects.filter(person_id=enrolment.person_id, session__run=enrolment.run)
    }
    return [(session, rows.get(session.pk)) for session in found.sessions]
