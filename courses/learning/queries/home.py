"""The learner's home: the next thing first. A fixed number of queries, whatever the person takes part in."""

from dataclasses import dataclass

from django.db.models import F

from courses import criteria
from courses.curriculum.models import CoursePage, CourseVersion
from courses.curriculum.queries.pages import public_courses, with_latest_version
from courses.learning.models import ReadingPlace
from courses.learning.queries.progress import LessonLine, Progress, progress
from courses.runs.enums import LEARNING, LIVE, EnrolmentState, RunState
from courses.runs.models import ClassSession, Enrolment
from courses.runs.models.enrolment import EnrolmentQuerySet
from lms.accounts.models import User
from lms.common import clock
from lms.notifications.models import Notice
from lms.notifications.queries import notices_of

MOST_NOTICES = 3
MOST_COURSES = 6


@dataclass(frozen=True)
class ResumeCourse:
    """The course to go on with, and where in it."""

    enrolment: Enrolment
    progress: Progress
    lesson: LessonLine | None
    anchor: str


@dataclass(frozen=True)
class Finished:
    """Nothing is left to learn: what was completed last, and the courses that it opens."""

    enrolment: Enrolment
    opens: list[CoursePage]


@dataclass(frozen=True)
class Home:
    resume: ResumeCourse | None
    next_class: ClassSession | None
    offers: list[Enrolment]  # seats to accept in time
    courses: list[Enrolment]
    finished: Finished | None
    has_more_courses: bool
    notices: list[Notice]

    @property
    def is_empty(self) -> bool:
        return not self.courses


def home(person: User) -> Home:
    rows = list(_of(person).filter(state__in=LIVE))
    rows.sort(key=lambda row: _ORDER[row.state])
    active = [row for row in rows if row.state == EnrolmentState.ACTIVE]
    return Home(
        resume=_resume(active),
        next_class=_next_class(person),
        offers=[row for row in rows if _is_open_offer(row)],
        courses=rows[:MOST_COURSES],
        finished=None if active else _finished(rows),
        has_more_courses=len(rows) > MOST_COURSES,
        notices=list(notices_of(person).filter(read_at__isnull=True)[:MOST_NOTICES]),
    )


_ORDER: dict[str, int] = {
    EnrolmentState.OFFERED: 0,
    EnrolmentState.ACTIVE: 1,
    EnrolmentState.APPLIED: 2,
    EnrolmentState.WAITLISTED: 3,
    EnrolmentState.COMPLETED: 4,
}


def _of(person: User) -> EnrolmentQuerySet:
    rows = Enrolment.objects.filter(person=person).select_related("run__version", "run__centre", "version", "person")
    return rows.select_related("reading_place").with_completion().order_by("-run__starts_on", "-pk")


def _is_open_offer(row: Enrolment) -> bool:
    expires = row.offer_expires_at
    return row.state == EnrolmentState.OFFERED and expires is not None and expires > clock.now()


def _resume(active: list[Enrolment]) -> ResumeCourse | None:
    """The course last read in; before any reading the one that begins, or began, first."""
    if not active:
        return None
    places = [(place.at, row.pk, row) for row in active if (place := _place(row))]
    chosen = max(places)[2] if places else min(active, key=lambda row: row.run.starts_on)
    found = progress(chosen)
    place = _place(chosen)
    stopped = found.line(place.lesson_key) if place else None
    # A lesson that is finished or was attended is not gone on with; the next one is.
    lesson = stopped if stopped and not stopped.done and not stopped.attended else found.next_lesson
    return ResumeCourse(chosen, found, lesson, place.anchor if place and lesson is stopped else "")


def _finished(rows: list[Enrolment]) -> Finished | None:
    """While nothing else is under way or applied for."""
    completed = [(row.completion.completed_at, row.pk, row) for row in rows if row.completion]
    if not completed or len(completed) < len(rows):
        return None
    last = max(completed)[2]
    taken = {row.version.course_key for row in rows}
    offered = with_latest_version(public_courses())
    opens = [page for page in offered if page.key not in taken and _asks_for(page.latest[0], last.version.course_key)]
    return Finished(last, opens)


def _asks_for(version: CourseVersion, key: str) -> bool:
    asked = criteria.leaves(criteria.parse(version.prerequisites))
    return any(isinstance(leaf, criteria.Course) and leaf.key == key for leaf in asked)


def _place(row: Enrolment) -> ReadingPlace | None:
    return getattr(row, "reading_place", None)


def _next_class(person: User) -> ClassSession | None:
    mine = ClassSession.objects.filter(
        run__state=RunState.PUBLISHED, run__enrolments__person=person, run__enrolments__state__in=LEARNING
    )
    return mine.to_come(clock.now()).select_related("run__version").first()


def learning(person: User) -> dict[str, list[Enrolment]]:
    """All that a person takes or took part in: now, waiting for an answer, and past."""
    groups: dict[str, list[Enrolment]] = {"now": [], "waiting": [], "past": []}
    for row in _of(person).order_by(F("run__starts_on").desc(), "-pk"):
        groups[_group(row)].append(row)
    return groups


def _group(row: Enrolment) -> str:
    if row.state == EnrolmentState.ACTIVE:
        return "now"
    return "waiting" if row.state in LIVE - LEARNING else "past"
