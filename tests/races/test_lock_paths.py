"""All pairs of lock paths at once on the same rows: whatever two steps meet, they wait for each other and both end."""

from collections.abc import Callable, Iterator
from itertools import combinations_with_replacement
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import models, transaction

from courses.learning.models import CompletionReview
from courses.runs.models import ClassSession, Completion, CourseRun, Enrolment
from lms.accounts.models import Centre
from lms.common import clock
from lms.common.records import machines, transitions
from lms.common.records.machines import Machine
from mentoring.corps.models import Body
from mentoring.visits.enums import VisitState
from tests import topics
from tests.factories import certificates, courses, people, visits
from tests.factories import mentoring as make
from tests.races.together import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

Path = tuple[str, str | None]  # what is locked, and for which action if that locks less
PATHS: list[Path] = [
    (subject.model, action)
    for subject in machines.SUBJECTS.values()
    if subject.lock
    for action in (None, *sorted(subject.alone if isinstance(subject, Machine) else ()))
]


def steps(path: Path) -> tuple[machines.Lock, ...]:
    return machines.SUBJECTS[path[0]].path(path[1])


def shared(one: Path, other: Path) -> set[str]:
    return {step.model for step in steps(one)} & {step.model for step in steps(other)}


@pytest.fixture
def rows() -> dict[str, models.Model]:
    """One of each, all hanging together."""
    engagement = make.engagement()
    centre = Centre.objects.get(pk=engagement.centre_id)
    session: ClassSession = courses.session(courses.run(), 1)
    enrolment: Enrolment = courses.enrolment(CourseRun.objects.get(pk=session.run_id))
    made = [
        engagement,
        engagement.appointment,
        Body.objects.get(pk=engagement.appointment.body_id),
        engagement.community,
        engagement.community.field,
        engagement.community.stage,
        engagement.request,
        engagement.expert,
        engagement.proposal,
        visits.log(engagement, VisitState.DRAFT),
        session,
        session.run,
        enrolment,
        _review_of(enrolment),
        centre,
        certificates.certificate(centre, people.user()),
        *(row for brought in topics.called("locked_rows", engagement) for row in brought),
    ]
    return {row._meta.label_lower: row for row in made}


def _review_of(enrolment: Enrolment) -> CompletionReview:
    said = {"centre": enrolment.centre, "enrolment": enrolment, "person": enrolment.person}
    completion = Completion.objects.create(course_key="MJ-101", minutes=60, completed_at=clock.now(), **said)
    return CompletionReview.objects.create(centre=enrolment.centre, completion=completion, opened_at=clock.now())


@pytest.fixture
def in_turns(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """After each row that one has locked it waits a moment for the other to have locked one, too."""
    meeting, take = Barrier(2), transitions._locked

    def slowly(step: machines.Lock, pks: list[Any]) -> list[Any]:
        found = take(step, pks)
        try:
            meeting.wait(timeout=0.1)
        except BrokenBarrierError:
            meeting.reset()
        return found

    monkeypatch.setattr(transitions, "_locked", slowly)
    yield
    meeting.abort()


def locking(row: models.Model, path: Path) -> Callable[[], object]:
    def lock() -> None:
        with transaction.atomic():
            transitions.lock(fresh(row), action=path[1])

    return lock


def backwards(row: models.Model, path: Path) -> Callable[[], object]:
    def lock() -> None:
        with transaction.atomic():
            found = fresh(row)
            for step in reversed(steps(path)):
                transitions._locked(step, [transitions._pk_of(found, step)])

    return lock


def fresh(row: models.Model) -> models.Model:
    return type(row)._default_manager.get(pk=row.pk)


def test_every_row_that_is_locked_stands_in_the_world(rows: dict[str, models.Model]) -> None:
    assert {model for model, _action in PATHS} == set(rows)
    assert len(PATHS) >= 15


@pytest.mark.usefixtures("in_turns")
def test_no_two_paths_stop_each_other(rows: dict[str, models.Model]) -> None:
    pairs = [(one, other) for one, other in combinations_with_replacement(PATHS, 2) if shared(one, other)]
    assert len(pairs) > 30
    stopped = [
        (one, other)
        for one, other in pairs
        if at_once(lambda act: act(), [locking(rows[one[0]], one), locking(rows[other[0]], other)]) != ["done", "done"]
    ]
    assert stopped == []


@pytest.mark.usefixtures("in_turns")
def test_control_a_path_taken_backwards_stops_the_other(rows: dict[str, models.Model]) -> None:
    long = [path for path in PATHS if len(steps(path)) > 1]
    assert len(long) >= 8
    for path in long:
        row = rows[path[0]]
        ended = at_once(lambda act: act(), [locking(row, path), backwards(row, path)])
        assert (path, ended) == (path, ["OperationalError", "done"])
