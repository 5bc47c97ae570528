"""What is known of people in runs, read from the facts' tables in a fixed number of queries for any number of people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import QuerySet

from courses import criteria
from courses.criteria import ClassFact, ClassState
from courses.curriculum.models import CourseVersion
from courses.learning.enums import CAME, Presence
from courses.learning.models import Attendance, LessonCompletion
from courses.learning.queries.sheets import sheet_times
from courses.runs.community_members import members_among
from courses.runs.enums import RunState, SessionState
from courses.runs.models import ClassSession, Enrolment, Evidence
from courses.runs.queries.prerequisites import completed_courses_of
from lms.common import clock

Known = TypeVar("Known", Attendance, Evidence)
_STATE = {
    Presence.EXCUSED: ClassState.EXCUSED,
    Presence.ABSENT: ClassState.MISSED,
} | dict.fromkeys(CAME, ClassState.CAME)


@dataclass(frozen=True)
class _Mark:
    session_id: int
    lesson: str
    presence: str
    settled: bool


@dataclass(frozen=True)
class _Known:
    """The rows of several people, by person."""

    finished: Mapping[int, set[str]]
    attendance: Mapping[int, list["_Mark"]]
    evidence: Mapping[int, set[tuple[str, str]]]  # course key, kind
    courses: Mapping[int, frozenset[str]]
    members: frozenset[int]


def facts_of(enrolment: Enrolment, sessions: list[ClassSession] | None = None) -> criteria.Facts:
    """Attendance of an earlier attempt counts through its lesson; finished lessons are the person's, whatever the run."""
    sessions = planned_sessions(enrolment.run_id) if sessions is None else sessions
    return facts_of_all([enrolment], sessions)[enrolment.pk]


def facts_of_all(
    enrolments: Sequence[Enrolment],
    sessions: list[ClassSession],
    until: Mapping[int, datetime] | None = None,
    *,
    corrected: bool = False,
) -> dict[int, criteria.Facts]:
    """By enrolment's id. They are of one run and come with `run` and `version`. `until` are the moments, by person's id,
    of which to tell instead of now: what is known to have come later is left out, but for corrections of what was there,
    if they are asked for."""
    known = _read(enrolments, until or {}, corrected=corrected)
    return {enrolment.pk: _facts(enrolment, sessions, known) for enrolment in enrolments}


def _read(enrolments: Sequence[Enrolment], until: Mapping[int, datetime], *, corrected: bool) -> _Known:
    def was_there(person_id: int, since: datetime) -> bool:
        return person_id not in until or since <= until[person_id]

    people = {row.person_id for row in enrolments}
    keys = {key for row in enrolments for key in _keys(row.version)}
    versions = {row.version_id: row.version for row in enrolments}
    rules = {pk: criteria.parse(version.rule) for pk, version in versions.items()}
    asking = {row.person_id for row in enrolments if criteria.asks_for(criteria.Course, rules[row.version_id])}
    joining = {
        row.person_id for row in enrolments if criteria.asks_for(criteria.CommunityMember, rules[row.version_id])
    }
    finished: dict[int, set[str]] = defaultdict(set)
    rows = LessonCompletion.objects.filter(person_id__in=people, lesson_key__in=keys)
    for person_id, key, since in rows.values_list("person_id", "lesson_key", "completed_at"):
        if was_there(person_id, since):
            finished[person_id].add(str(key))
    attendance: dict[int, list[_Mark]] = defaultdict(list)
    sheets = Attendance.objects.filter(person_id__in=people, session__lesson_key__in=keys)
    marks = list(_as_known(sheets.select_related("session"), until, since="recorded_at", corrected=corrected))
    times, now = sheet_times({mark.session_id for mark in marks}), clock.now()
    for mark in marks:
        settled = times[mark.session_id].settles_at(now if corrected else until.get(mark.person_id, now)) is None
        lesson = str(mark.session.lesson_key)
        attendance[mark.person_id].append(_Mark(mark.session_id, lesson, mark.presence, settled))
    evidence: dict[int, set[tuple[str, str]]] = defaultdict(set)
    accepted = Evidence.objects.filter(
        person_id__in=people, course_key__in={row.version.course_key for row in enrolments}
    )
    for row in _as_known(accepted, until, since="accepted_at", corrected=corrected):
        if row.accepted:
            evidence[row.person_id].add((row.course_key, row.kind))
    courses = completed_courses_of(asking, until) if asking else {}
    days = {pk: until[pk].astimezone(clock.SEOUL).date() if pk in until else None for pk in joining}
    return _Known(finished, attendance, evidence, courses, members_among(days) if days else frozenset())


def _as_known(rows: QuerySet[Known], until: Mapping[int, datetime], *, since: str, corrected: bool) -> Iterable[Known]:
    """Of facts that may be corrected: what stood there at each person's moment, or stands there now."""
    if not until:
        return rows.filter(superseded_by=None)
    found: dict[int, Known] = {}
    for row in rows.order_by("pk"):
        was_there = row.person_id not in until or getattr(row, since) <= until[row.person_id]
        before = found.pop(row.supersedes_id or 0, None) if was_there or corrected else None
        if was_there or before:
            found[row.pk] = row
    return found.values()


def _facts(enrolment: Enrolment, sessions: list[ClassSession], known: _Known) -> criteria.Facts:
    version, person_id = enrolment.version, enrolment.person_id
    keys = _keys(version)
    marks, ids = known.attendance.get(person_id, []), {session.pk for session in sessions}
    so_far, settled = _came(marks, ids), _came([mark for mark in marks if mark.settled], ids)
    ended = enrolment.run.state in {RunState.CLOSED, RunState.CANCELLED}
    return criteria.Facts(
        lessons={line["key"]: line["minutes"] for line in version.manifest},
        optional=frozenset(line["key"] for line in version.manifest if not line["required"]),
        finished=frozenset(known.finished.get(person_id, set()) & keys),
        classes=tuple(
            _class_fact(session, so_far, settled, ended=ended or _was_before(session, enrolment))
            for session in sessions
        ),
        courses=known.courses.get(person_id, frozenset()),
        years_active=enrolment.years_active,
        community_member=person_id in known.members,
        evidence=frozenset(
            kind for course_key, kind in known.evidence.get(person_id, set()) if course_key == version.course_key
        ),
        titles=titles_of(version),
    )


def _keys(version: CourseVersion) -> set[str]:
    return {line["key"] for line in version.manifest}


def evidence_asked(version: CourseVersion) -> list[str]:
    """The kinds of evidence that the rule asks staff to accept, in its order."""
    rule = criteria.parse(version.rule)
    return [leaf.kind for leaf in criteria.leaves(rule) if isinstance(leaf, criteria.EvidenceRule)]


def planned_sessions(run_id: int) -> list[ClassSession]:
    rows = ClassSession.objects.filter(run_id=run_id).exclude(state=SessionState.CANCELLED)
    return list(rows.order_by("starts_at", "number"))


def titles_of(version: CourseVersion) -> dict[str, str]:
    return {line["key"]: line["title"] for line in version.manifest}


@dataclass(frozen=True)
class _Came:
    """By class of this run, and the lessons attended in other runs of the course."""

    here: Mapping[int, str]
    elsewhere: frozenset[str]


def _came(marks: list[_Mark], ids: set[int]) -> _Came:
    here = {mark.session_id: mark.presence for mark in marks if mark.session_id in ids}
    return _Came(
        here,
        frozenset(mark.lesson for mark in marks if mark.session_id not in ids and mark.presence in CAME),
    )


def _class_fact(session: ClassSession, so_far: _Came, settled: _Came, *, ended: bool) -> ClassFact:
    state, for_good = (_class_state(session, came, ended=ended) for came in (so_far, settled))
    return ClassFact(str(session.lesson_key), session.minutes, state, None if for_good is state else for_good)


def _was_before(session: ClassSession, enrolment: Enrolment) -> bool:
    """Who joins late was not at the classes that were over; what an office enters all the same counts."""
    return enrolment.joined_at is not None and session.ends_at <= enrolment.joined_at


def _class_state(session: ClassSession, came: _Came, *, ended: bool) -> ClassState:
    if str(session.lesson_key) in came.elsewhere:
        return ClassState.CAME
    presence = came.here.get(session.pk)
    if presence is not None:
        return _STATE[Presence(presence)]
    return ClassState.MISSED if ended else ClassState.OPEN
