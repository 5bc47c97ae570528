"""What is known of one person in one run, read from the facts' tables in a fixed number of queries."""

from typing import Any

from courses import criteria
from courses.criteria import ClassFact, ClassState
from courses.enums import CAME, Presence, RunState, SessionState
from courses.models import Attendance, ClassSession, CourseVersion, Enrolment, Evidence, LessonCompletion
from courses.queries.prerequisites import completed_courses

_STATE = {
    Presence.EXCUSED: ClassState.EXCUSED,
    Presence.ABSENT: ClassState.MISSED,
} | dict.fromkeys(CAME, ClassState.CAME)


def facts_of(enrolment: Enrolment, sessions: list[ClassSession] | None = None) -> criteria.Facts:
    """Attendance of an earlier attempt counts through its lesson; finished lessons are the person's, whatever the run."""
    version = enrolment.version
    sessions = planned_sessions(enrolment) if sessions is None else sessions
    keys = [line["key"] for line in version.manifest]
    here, elsewhere = _attendance(enrolment, sessions, keys)
    ended = enrolment.run.state in {RunState.CLOSED, RunState.CANCELLED}
    finished = LessonCompletion.objects.filter(person_id=enrolment.person_id, lesson_key__in=keys)
    return criteria.Facts(
        lessons={line["key"]: line["minutes"] for line in version.manifest},
        finished=frozenset(map(str, finished.values_list("lesson_key", flat=True))),
        classes=tuple(_class_fact(session, here, elsewhere, ended=ended) for session in sessions),
        courses=completed_courses(enrolment.person) if _asks_for_courses(version.rule) else frozenset(),
        years_active=enrolment.years_active,
        evidence=frozenset(
            Evidence.objects.filter(person_id=enrolment.person_id, course_key=version.course_key).values_list(
                "kind", flat=True
            )
        ),
        titles=titles_of(version),
    )


def _asks_for_courses(rule: dict[str, Any]) -> bool:
    """Most rules don't, and then the completions need not be read."""
    return rule.get("op") == "course" or any(_asks_for_courses(part) for part in rule.get("of", []))


def planned_sessions(enrolment: Enrolment) -> list[ClassSession]:
    rows = ClassSession.objects.filter(run_id=enrolment.run_id).exclude(state=SessionState.CANCELLED)
    return list(rows.order_by("starts_at", "number"))


def titles_of(version: CourseVersion) -> dict[str, str]:
    return {line["key"]: line["title"] for line in version.manifest}


def _attendance(enrolment: Enrolment, sessions: list[ClassSession], keys: list[str]) -> tuple[dict[int, str], set[str]]:
    """By class of this run, and the lessons attended in other runs of the course."""
    ids = {session.pk for session in sessions}
    here: dict[int, str] = {}
    elsewhere: set[str] = set()
    rows = Attendance.objects.filter(person_id=enrolment.person_id, session__lesson_key__in=keys)
    for session_id, key, presence in rows.values_list("session_id", "session__lesson_key", "presence"):
        if session_id in ids:
            here[session_id] = presence
        elif presence in CAME:
            elsewhere.add(str(key))
    return here, elsewhere


def _class_fact(session: ClassSession, here: dict[int, str], elsewhere: set[str], *, ended: bool) -> ClassFact:
    key = str(session.lesson_key)
    presence = here.get(session.pk)
    if presence is not None:
        state = _STATE[Presence(presence)]
    else:
        state = ClassState.MISSED if ended else ClassState.OPEN
    if state is not ClassState.CAME and key in elsewhere:
        state = ClassState.CAME
    return ClassFact(lesson=key, minutes=session.minutes, state=state)
