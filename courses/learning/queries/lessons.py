"""The lessons of a version as they were published: never the page's draft, never a later publication."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from courses.curriculum.models import CourseVersion, LessonPage
from courses.learning.models import Attendance, CheckAnswer, ReadingPlace
from courses.learning.queries.progress import LessonLine, Progress
from courses.learning.queries.sheets import sheet_times
from courses.runs.models import ClassSession, Completion, Enrolment
from lms.common import clock


@dataclass(frozen=True)
class ShownBlock:
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


def shown_blocks(enrolment: Enrolment, key: uuid.UUID, lesson: LessonPage) -> list[ShownBlock]:
    rows = enrolment.check_answers.filter(lesson_key=key).order_by("answered_at", "pk")
    answers = {row.block_id: row for row in rows}
    return [ShownBlock(block, answers.get(str(block.id))) for block in lesson.body]


@dataclass(frozen=True)
class ResumeLesson:
    line: LessonLine
    anchor: str = ""


def resume(enrolment: Enrolment, found: Progress) -> ResumeLesson | None:
    """Where to go on: the place kept while reading, else the next lesson that the person can do by themselves."""
    place = ReadingPlace.objects.filter(enrolment=enrolment).first()
    if place:
        line = found.line(place.lesson_key)
        if line and not line.done and not line.attended:
            return ResumeLesson(line, place.anchor)
    return ResumeLesson(found.next_lesson) if found.next_lesson else None


@dataclass(frozen=True)
class LessonStep:
    number: int
    title: str
    state: str  # done, now or locked
    completed_on: date | None = None


def path_of(enrolment: Enrolment) -> list[LessonStep]:
    """The tiers of the programme, with those that the person has completed."""
    version = enrolment.version
    newest = CourseVersion.objects.filter(centre_id=version.centre_id, programme=version.programme)
    tiers = dict(newest.order_by("number").values_list("tier_number", "tier_title"))
    done = {
        number: at.astimezone(clock.SEOUL).date()
        for number, at in Completion.objects.standing()
        .filter(person_id=enrolment.person_id, enrolment__version__programme=version.programme)
        .values_list("enrolment__version__tier_number", "completed_at")
    }
    return [
        LessonStep(number, title, _step(number, version, done), done.get(number))
        for number, title in sorted(tiers.items())
    ]


def _step(number: int, version: CourseVersion, done: dict[int, date]) -> str:
    if number in done:
        return "done"
    return "now" if number == version.tier_number else "locked"


def attendance_of(
    enrolment: Enrolment, found: Progress
) -> list[tuple[ClassSession, Attendance | None, datetime | None]]:
    """Each class with what is entered, and when that counts where it is provisional."""
    rows = {
        row.session_id: row
        for row in Attendance.objects.current().filter(person_id=enrolment.person_id, session__run=enrolment.run)
    }
    times, now = sheet_times(rows.keys()), clock.now()
    return [
        (session, rows.get(session.pk), times[session.pk].settles_at(now) if session.pk in rows else None)
        for session in found.sessions
    ]
