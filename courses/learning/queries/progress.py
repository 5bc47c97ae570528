"""One answer to "how far?": the pages of learners and of the office all ask `progress`, and completion is decided on it.

Certificates and downloads don't ask: they tell of `Completion` and of states, the rows to which it led."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from itertools import groupby
from typing import Any

from courses import criteria
from courses.criteria import ClassState
from courses.learning.queries.facts import facts_of, facts_of_all, planned_sessions
from courses.runs.enums import EnrolmentState
from courses.runs.models import ClassSession, Enrolment
from lms.common import clock


class LessonState(Enum):
    DONE = "done"
    NOW = "now"  # the next one that the person can do by themselves
    OPEN = "open"
    LOCKED = "locked"  # until the run begins; `opens_on` says when
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
    required: bool
    state: LessonState
    session: ClassSession | None
    opens_on: date | None = None  # before that day nobody reads it

    @property
    def done(self) -> bool:
        return self.state is LessonState.DONE

    @property
    def look(self) -> str:
        """How its row is drawn: done, locked, now, or like the others."""
        if self.opens_on:
            return "locked"
        return self.state.value if self.state in {LessonState.DONE, LessonState.NOW} else ""

    @property
    def attended(self) -> bool:
        """Done by being there, not by saying so."""
        return self.session is not None


@dataclass(frozen=True)
class ProgressPart:
    title: str
    lessons: tuple[LessonLine, ...]

    @property
    def done(self) -> int:
        return sum(line.done for line in self.lessons if line.required)

    @property
    def total(self) -> int:
        return sum(line.required for line in self.lessons)

    @property
    def is_current(self) -> bool:
        return any(line.state is LessonState.NOW for line in self.lessons)


@dataclass(frozen=True)
class Progress:
    enrolment: Enrolment
    facts: criteria.Facts
    lessons: tuple[LessonLine, ...]
    result: criteria.Result
    sessions: tuple[ClassSession, ...]
    completed_on: date | None

    @property
    def done(self) -> int:
        """Of the lessons that the version requires, as `total`: who left out an optional one is not short of anything."""
        return sum(line.done for line in self.lessons if line.required)

    @property
    def total(self) -> int:
        return sum(line.required for line in self.lessons)

    @property
    def came(self) -> int:
        """To so many of the `planned` classes."""
        return sum(fact.state is ClassState.CAME for fact in self.facts.required_classes)

    @property
    def planned(self) -> int:
        return len(self.facts.required_classes)

    @property
    def completes(self) -> bool:
        facts = self.facts.settled
        return criteria.completes(criteria.evaluate(criteria.parse(self.enrolment.version.rule), facts), facts)

    @property
    def would_complete(self) -> bool:
        """Once the sheets that are open have settled as they are."""
        return criteria.completes(self.result, self.facts)

    @property
    def is_provisional(self) -> bool:
        """It rests on marks of attendance that don't count before their sheet settles."""
        return self.completed_on is None and self.facts.is_provisional

    @property
    def begins(self) -> date | None:
        """The first day of the run, as long as it is still to come."""
        run = self.enrolment.run
        return None if run.has_begun else run.starts_on

    @property
    def parts(self) -> list[ProgressPart]:
        return [ProgressPart(title, tuple(lines)) for title, lines in groupby(self.lessons, key=lambda line: line.part)]

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

    def with_finished(self, key: Any) -> "Progress":
        """As it is once this lesson is finished, without reading the facts again."""
        facts = replace(self.facts, finished=self.facts.finished | {str(key)})
        return _progress(self.enrolment, facts, list(self.sessions))


def progress(enrolment: Enrolment) -> Progress:
    """`enrolment` comes with `run`, `version` and `person`; five queries for any number of lessons, six once completed."""
    sessions = planned_sessions(enrolment.run_id)
    return _progress(enrolment, facts_of(enrolment, sessions), sessions)


def progress_of_all(enrolments: Sequence[Enrolment]) -> list[Progress]:
    """The same for people of one run at once, in the same five queries. They come `with_completion`, too."""
    sessions = planned_sessions(enrolments[0].run_id) if enrolments else []
    facts = facts_of_all(enrolments, sessions)
    return [_progress(enrolment, facts[enrolment.pk], sessions) for enrolment in enrolments]


def _progress(enrolment: Enrolment, facts: criteria.Facts, sessions: list[ClassSession]) -> Progress:
    result = criteria.evaluate(criteria.parse(enrolment.version.rule), facts)
    lines = _lines(enrolment, facts, sessions)
    return Progress(enrolment, facts, lines, result, tuple(sessions), _completed_on(enrolment))


def _completed_on(enrolment: Enrolment) -> date | None:
    completion = enrolment.completion if enrolment.state == EnrolmentState.COMPLETED else None
    return completion.completed_at.astimezone(clock.SEOUL).date() if completion else None


def _lines(enrolment: Enrolment, facts: criteria.Facts, sessions: list[ClassSession]) -> tuple[LessonLine, ...]:
    states = _states(enrolment, facts)
    begins = enrolment.run.starts_on
    classes = {str(session.lesson_key): session for session in reversed(sessions)}
    classes |= {
        fact.lesson: session
        for fact, session in zip(facts.classes, sessions, strict=True)
        if fact.state is ClassState.CAME
    }
    return tuple(
        LessonLine(
            key=row["key"],
            number=row["number"],
            title=row["title"],
            part=row["part"],
            mode=row["mode"],
            minutes=row["minutes"],
            reading_minutes=row["reading_minutes"],
            required=row["required"],
            state=state,
            session=classes.get(row["key"]),
            opens_on=begins if begins > clock.today() and state is not LessonState.DONE else None,
        )
        for row, state in zip(enrolment.version.manifest, states, strict=True)
    )


def _states(enrolment: Enrolment, facts: criteria.Facts) -> list[LessonState]:
    done, missed, attended = facts.done, facts.missed, facts.attended
    locked = enrolment.run.starts_on > clock.today()
    states = []
    for row in enrolment.version.manifest:
        key = row["key"]
        if key in done:
            states.append(LessonState.DONE)
        elif key in missed:
            states.append(LessonState.MISSED)
        elif key in attended:
            states.append(LessonState.CLASS)
        else:
            states.append(LessonState.LOCKED if locked else LessonState.OPEN)
    if enrolment.state == EnrolmentState.ACTIVE and LessonState.OPEN in states:
        states[states.index(LessonState.OPEN)] = LessonState.NOW
    return states
