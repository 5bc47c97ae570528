"""Two phones at once. Each claim has its control: without the lock the same run must go wrong."""

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection, connections

from lms.common.errors import DomainError
from mentoring.coaching.models import Engagement
from mentoring.corps.models import ExpertProfile
from mentoring.visits.domain import guards, writing
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit
from tests.factories import mentoring as make
from tests.factories import visits
from tests.races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def engagement() -> Engagement:
    return make.engagement()


@pytest.fixture(autouse=True)
def both_look_before_either_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """After its guard each waits a moment for the other, so that what can interleave does."""
    meeting, guard = Barrier(2), guards.check_visit

    def slowly(**arguments: Any) -> None:
        guard(**arguments)
        try:
            meeting.wait(timeout=0.6)
        except BrokenBarrierError:
            meeting.reset()

    monkeypatch.setattr(writing, "check_visit", slowly)


@pytest.fixture
def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    together.without_locks(monkeypatch, ExpertProfile)


def at_once(engagement: Engagement, keys: list[uuid.UUID]) -> list[str]:
    content = visits.content()

    def send(key: uuid.UUID) -> str:
        try:
            made = writing.log_visit(
                engagement=Engagement.objects.get(pk=engagement.pk),
                author=engagement.expert.person,
                client_uuid=key,
                content=content,
                submit=False,
            )
            return str(made.pk)
        except DomainError as error:
            return error.code
        except Exception as error:
            return type(error).__name__
        finally:
            connections.close_all()

    return run(send, keys)


def run(send: Callable[[uuid.UUID], str], keys: list[uuid.UUID]) -> list[str]:
    with ThreadPoolExecutor(len(keys)) as threads:
        return list(threads.map(send, keys))


@pytest.fixture
def without_constraint(transactional_db: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE visits_visit DROP CONSTRAINT visits_visit_no_overlap")
    yield
    Visit.objects.update(state=VisitState.CANCELLED)
    with connection.cursor() as cursor:
        cursor.execute(import_module("mentoring.visits.migrations.0002_exclusions").ADD[1])


def test_one_form_sent_twice_at_once_gives_one_row(engagement: Engagement) -> None:
    key = uuid.uuid4()
    first, second = at_once(engagement, [key, key])
    row = engagement.visits.get()
    assert first == second == str(row.pk)


def test_one_form_sent_from_eight_connections_gives_one_row(engagement: Engagement) -> None:
    answers = at_once(engagement, [uuid.uuid4()] * 8)
    assert answers == [str(engagement.visits.get().pk)] * 8


def test_control_without_the_lock_the_second_sending_fails(engagement: Engagement, without_lock: None) -> None:
    key = uuid.uuid4()
    assert "IntegrityError" in at_once(engagement, [key, key])


def test_two_logs_of_one_hour_at_once_leave_one(engagement: Engagement) -> None:
    answers = at_once(engagement, [uuid.uuid4(), uuid.uuid4()])
    assert sorted(answers)[1] == "overlap"
    assert engagement.visits.count() == 1


def test_without_the_lock_the_database_takes_one_of_them(engagement: Engagement, without_lock: None) -> None:
    at_once(engagement, [uuid.uuid4(), uuid.uuid4()])
    assert engagement.visits.count() == 1


def test_control_without_lock_and_constraint_both_logs_of_one_hour_are_taken(
    engagement: Engagement, without_lock: None, without_constraint: None
) -> None:
    at_once(engagement, [uuid.uuid4(), uuid.uuid4()])
    assert engagement.visits.count() == 2


# ── one person at two centres: the lock on the person makes them queue, and the database refuses behind it


def at_both_centres(engagement: Engagement) -> list[str]:
    elsewhere = make.engagement(expert_profile=make.expert(person=engagement.expert.person))
    content = visits.content()

    def log(where: Engagement) -> None:
        author = where.expert.person
        writing.log_visit(engagement=where, author=author, client_uuid=uuid.uuid4(), content=content, submit=False)

    return together.at_once(log, [engagement, elsewhere])


def test_one_hour_is_not_spent_at_two_centres(engagement: Engagement) -> None:
    assert at_both_centres(engagement) == ["done", "overlap"]
    assert Visit.objects.count() == 1


def test_control_without_lock_and_constraint_it_is(
    engagement: Engagement, without_lock: None, without_constraint: None
) -> None:
    assert at_both_centres(engagement) == ["done", "done"]
    assert Visit.objects.count() == 2
