"""One answer to "how far?": the learner, the office, exports and certificates all ask `progress`."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import groupby
from typing import Any

from courses import criteria
from courses.criteria import ClassState
from courses.enums import EnrolmentState
from courses.models import ClassSession, Enrolment
from courses.queries.facts import facts_of, planned_sessions
from lms.common import clock


class LessonState(Enum):
    DONE = "done"
    NOW = "now"  # the next one that the person can do by themselves
    OPEN = "open"
    CLASS = "class"  # done by attendance; `session` says when
    MISSED = "missed"


@dataclass(frozen=True)
class LessonLine:
    key: str
    number: int
    title: str
    part: str
    mode: str
    minutes: int
    reading_minutes: int
    state: LessonState
    session: ClassSession | None

    @property
    def done(self) -> bool:
        return self.state is LessonState.DONE

    @property
    def attended(self) -> bool:
        """Done by being there, not by saying so."""
        return self.session is not None


@dataclass(frozen=True)
class Part:
    title: str
    lessons: tuple[LessonLine, ...]

    @property
    def done(self) -> int:
        return sum(line.done for line in self.lessons)

    @property
    def is_current(self) -> bool:
        return any(line.state is LessonState.NOW for line in self.lessons)


@dataclass(frozen=True)
class Progress:
    enrolment: Enrolment
    lessons: tuple[LessonLine, ...]
    result: criteria.Result
    sessions: tuple[ClassSession, ...]
    completed_on: date | None

    @property
    def done(self) -> int:
        return sum(line.done for line in self.lessons)

    @property
    def total(self) -> int:
        return len(self.lessons)

    @property
    def minutes_left(self) -> int:
        return sum(line.minutes for line in self.lessons if not line.done)

    @property
    def parts(self) -> list[Part]:
        return [Part(title, tuple(lines)) for title, lines in groupby(self.lessons, key=lambda line: line.part)]

    @property
    def next_lesson(self) -> LessonLine | None:
        return next((line for line in self.lessons if line.state is LessonState.NOW), None)

    @property
    def next_class(self) -> ClassSession | None:
        now = clock.now()
        return next((session for session in self.sessions if session.ends_at > now), None)

    def line(self, key: Any) -> LessonLine | None:
        return next((line for line in self.lessons if line.key == str(key)), None)

    def after(self, key: Any) -> LessonLine | None:
        """The next lesson to do after this one, in order, and then from the beginning."""
        position = next((index for index, line in enumerate(self.lessons) if line.key == str(key)), -1)
        ordered = self.lessons[position + 1 :] + self.lessons[: position + 1]
        return next((line for line in ordered if line.state in {LessonState.NOW, LessonState.OPEN}), None)


def progress(enrolment: Enrolment) -> Progress:
    """`enrolment` comes with `run`, `version` and `person`; four queries more for any number of lessons, five once completed."""
    sessions = planned_sessions(enrolment)
    facts = facts_of(enrolment, sessions)
    result = criteria.evaluate(criteria.parse(enrolment.version.rule), facts)
    return Progress(enrolment, _lines(enrolment, facts, sessions), result, tuple(sessions), _completed_on(enrolment))


def _completed_on(enrolment: Enrolment) -> date | None:
    if enrolment.state != EnrolmentState.COMPLETED:
        return None
    return enrolment.completion.completed_at.astimezone(clock.SEOUL).date()


def _lines(enrolment: Enrolment, facts: criteria.Facts, sessions: list[ClassSession]) -> tuple[LessonLine, ...]:
    done, missed = facts.done, facts.missed
    classes = {str(session.lesson_key): session for session in reversed(sessions)}
    classes |= {
        fact.lesson: session
        for fact, session in zip(facts.classes, sessions, strict=True)
        if fact.state is ClassState.CAME
    }
    now_is_taken = enrolment.state != EnrolmentState.ACTIVE
    lines = []
    for row in enrolment.version.manifest:
        state = _state(row["key"], done, missed, classes, now_is_taken=now_is_taken)
        now_is_taken = now_is_taken or state is LessonState.NOW
        lines.append(
            LessonLine(
                key=row["key"],
                number=row["number"],
                title=row["title"],
                part=row["part"],
                mode=row["mode"],
                minutes=row["minutes"],
                reading_minutes=row["reading_minutes"],
                state=state,
                session=classes.get(row["key"]),
            )
        )
    return tuple(lines)


def _state(
    key: str, done: frozenset[str], missed: frozenset[str], classes: dict[str, ClassSession], *, now_is_taken: bool
) -> LessonState:
    if key in done:
        return LessonState.DONE
    if key in missed:
        return LessonState.MISSED
    if key in classes:
        return LessonState.CLASS
    return LessonState.OPEN if now_is_taken else LessonState.NOW
