"""A job goes on where it was interrupted, says what it could not do, and shows its owner how far it is."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from lms.accounts.models import User
from lms.common import clock
from lms.common.background import jobs
from lms.common.enums import JobState
from lms.common.errors import DomainError
from lms.common.models import Job
from lms.common.records import transitions
from lms.common.records.machines import open_actions
from lms.common.web import logs, origin
from tests.factories import people
from tests.wording import korean

pytestmark = pytest.mark.django_db
FIRST, LAST = SimpleNamespace(attempt=1), SimpleNamespace(attempt=5)
FAULT = "A fault stopped this. What was done stays; please press once more later."


@pytest.fixture
def owner() -> User:
    return people.user()


def opened(owner: User, total: int = 3, key: str = "sample") -> Job:
    return jobs.open_job(owner=owner, key=key, title="표본 옮기기", total=total, back="/office/")[0]


class Boxes:
    """Three things to carry; `broken` ones end the process, `refused` ones a rule refuses."""

    def __init__(self, *, broken: set[int] = frozenset(), refused: set[int] = frozenset()) -> None:  # type: ignore[assignment]
        self.carried: list[int] = []
        self.broken, self.refused = broken, refused

    def left(self, job: Job) -> list[int]:
        return [number for number in range(3) if number not in self.carried]

    def carry(self, job: Job, number: int) -> None:
        if number in self.refused:
            raise DomainError(f"상자 {number}번은 잠겨 있습니다.")
        if number in self.broken:
            raise OSError("the disk is full")
        self.carried.append(number)

    def perform(self, job: Job, context: Any = FIRST) -> Job:
        jobs.perform(job.pk, context, self.left, self.carry)
        job.refresh_from_db()
        return job


def progress(job: Job) -> tuple[str, int, int, int]:
    job.refresh_from_db()
    return job.state, job.done, job.refused, job.total


def test_each_step_is_done_and_counted(owner: User) -> None:
    job, boxes = opened(owner), Boxes()
    assert progress(job) == ("waiting", 0, 0, 3)
    assert progress(boxes.perform(job)) == ("done", 3, 0, 3)
    assert (boxes.carried, job.message, job.is_finished) == ([0, 1, 2], "", True)


def test_the_count_is_there_while_it_is_under_way(owner: User) -> None:
    job, seen = opened(owner), []

    def look(_job: Job, _number: int) -> None:
        seen.append(progress(Job.objects.get(pk=job.pk)))

    jobs.perform(job.pk, FIRST, Boxes().left, look)  # type: ignore[arg-type]
    assert seen == [("running", 0, 0, 3), ("running", 1, 0, 3), ("running", 2, 0, 3)]


def test_performed_twice_it_changes_nothing_more(owner: User) -> None:
    job, boxes = opened(owner), Boxes()
    boxes.perform(job)
    before = Job.objects.values().get()
    boxes.carried.clear()
    boxes.perform(job)
    assert (boxes.carried, Job.objects.values().get()) == ([], before)


def test_one_that_is_refused_stops_no_other_and_says_why(owner: User) -> None:
    job = Boxes(refused={0, 1}).perform(opened(owner))
    assert progress(job) == ("done", 1, 2, 3)
    assert job.message == "상자 0번은 잠겨 있습니다.\n상자 1번은 잠겨 있습니다."


def test_after_a_fault_it_goes_on_where_it_was(owner: User, queued: None) -> None:
    job, boxes = opened(owner), Boxes(broken={1}, refused={0})
    with pytest.raises(OSError, match="full"):
        boxes.perform(job)
    assert (progress(job), boxes.carried) == (("running", 0, 1, 3), [])
    boxes.broken, boxes.refused = set(), set()
    assert (progress(boxes.perform(job)), boxes.carried) == (("done", 3, 0, 3), [0, 1, 2])
    assert job.message == ""


def test_killed_after_the_last_step_it_is_finished_by_the_next_performance(owner: User) -> None:
    job, boxes = opened(owner), Boxes()
    Job.objects.update(state=JobState.RUNNING, done=2)
    boxes.carried = [0, 1, 2]
    assert progress(boxes.perform(job)) == ("done", 3, 0, 3)


def test_more_than_was_asked_for_is_counted(owner: User) -> None:
    assert progress(Boxes().perform(opened(owner, total=1))) == ("done", 3, 0, 3)


def test_after_the_last_try_it_says_that_it_stopped(owner: User, queued: None) -> None:
    job, boxes = opened(owner), Boxes(broken={1})
    with pytest.raises(OSError, match="full"):
        boxes.perform(job, LAST)
    assert progress(job) == ("stopped", 1, 0, 3)
    assert job.message == korean(FAULT)


def test_without_a_worker_there_is_no_second_try(owner: User) -> None:
    job = opened(owner)
    with pytest.raises(OSError, match="full"):
        Boxes(broken={0}).perform(job)
    assert progress(job) == ("stopped", 0, 0, 3)


def test_pressed_again_it_is_the_same_while_it_is_open(owner: User) -> None:
    first, again, anothers = opened(owner), opened(owner), opened(people.user())
    assert (again.pk, anothers.pk != first.pk) == (first.pk, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(
            owner=owner, key="sample", title="", back="", total=0, created_at=clock.now(), touched_at=clock.now()
        )
    Boxes().perform(first)
    assert opened(owner).pk != first.pk


def test_what_it_puts_on_record_has_the_address_it_was_asked_from(owner: User) -> None:
    tokens = origin.client_ip.set("192.0.2.7"), logs.request_id.set("12345678")
    job = opened(owner)
    origin.client_ip.reset(tokens[0])
    logs.request_id.reset(tokens[1])
    seen = []
    jobs.perform(
        job.pk,
        FIRST,  # type: ignore[arg-type]
        lambda _job: [1],
        lambda _job, _row: seen.append((origin.client_ip.get(), logs.request_id.get())),
    )
    assert (seen, origin.client_ip.get(), logs.request_id.get()) == ([("192.0.2.7", "12345678")], None, "")


def test_one_whose_task_is_gone_stops_after_a_day(owner: User, caplog: pytest.LogCaptureFixture) -> None:
    job = opened(owner)
    with clock.at(clock.now() + timedelta(hours=23)):
        assert jobs.stop_forgotten() == 0
    with clock.at(clock.now() + timedelta(hours=25)):
        assert [jobs.stop_forgotten(), jobs.stop_forgotten()] == [1, 0]
    assert (progress(job)[0], f"Job {job.pk} was not finished in time." in caplog.text) == ("stopped", True)


def test_one_that_is_finished_is_not_forgotten(owner: User) -> None:
    finished, waits = opened(owner), opened(owner, key="another")
    Job.objects.filter(pk=finished.pk).update(state=JobState.DONE, finished_at=clock.now())
    with clock.at(clock.now() + timedelta(hours=25)):
        assert jobs.stop_forgotten() == 1
    assert (progress(finished)[0], progress(waits)[0]) == ("done", "stopped")


@pytest.mark.parametrize("state", [JobState.DONE, JobState.STOPPED])
def test_what_is_finished_stays_so(owner: User, state: JobState) -> None:
    job = opened(owner)
    Job.objects.update(state=state, finished_at=clock.now())
    job.refresh_from_db()
    assert open_actions(job) == frozenset()
    for action in ("begin", "finish", "stop"):
        with pytest.raises(DomainError) as refused, transaction.atomic():
            transitions.move(job, action, actor=None)
        assert refused.value.code == "state"


def test_the_database_keeps_state_and_count_together(owner: User) -> None:
    opened(owner)
    for nonsense in ({"finished_at": clock.now()}, {"state": "done"}, {"done": 3, "refused": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.update(**nonsense)


# ── the page


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_page_is_its_owners(owner: User) -> None:
    job = opened(owner)
    path = f"/office/jobs/{job.pk}/"
    assert Client().get(path)["Location"] == f"/accounts/login/?next={path}"
    assert client_of(people.user()).get(path).status_code == 404
    assert client_of(owner).post(path).status_code == 405
    assert client_of(owner).get("/office/jobs/0/").status_code == 404
    assert client_of(owner).get(path).status_code == 200


def test_it_says_how_far_it_is_and_looks_again_without_scripts(owner: User) -> None:
    job = opened(owner)
    Job.objects.update(state=JobState.RUNNING, done=1)
    page = client_of(owner).get(f"/office/jobs/{job.pk}/").content.decode()
    assert "3건 가운데 1건을 마쳤습니다." in page
    assert f'<a class="btn btn-2" href="/office/jobs/{job.pk}/">' in page
    assert ("job.js" in page, "data-finished" in page) == (True, False)


def test_a_finished_one_leads_to_its_result(owner: User) -> None:
    job = Boxes(refused={2}).perform(opened(owner))
    page = client_of(owner).get(f"/office/jobs/{job.pk}/").content.decode()
    assert "3건 가운데 2건을 마쳤습니다." in page
    assert ("상자 2번은 잠겨 있습니다." in page, korean("%(n)s could not be done.", 1) in page) == (True, True)
    assert '<a class="btn" href="/office/">' in page
    assert ("job.js" in page, "data-finished" in page) == (False, True)
