"""What is done by night is done once on each date, whoever comes and however often."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from lms.common import clock
from lms.common.background import nightly
from lms.common.enums import JobState
from lms.common.models import Job, Night
from lms.notifications.models import Notice
from tests.factories import people

pytestmark = pytest.mark.django_db
EVENING, TWO, NEXT = clock.seoul(2031, 3, 30, 1, 59), clock.seoul(2031, 3, 30, 2), clock.seoul(2031, 3, 31, 2)


def counting() -> tuple[Any, list[int]]:
    done: list[int] = []

    def work() -> int:
        done.append(1)
        return 7

    return nightly.once_a_night("sample", work), done


def test_it_is_done_once_on_each_date_and_not_before_its_hour() -> None:
    part, done = counting()
    counts = []
    for moment in (EVENING, TWO, TWO + timedelta(minutes=5), TWO + timedelta(hours=20), NEXT, NEXT):
        with clock.at(moment):
            counts.append(part())
    assert (counts, len(done)) == ([0, 7, 0, 0, 7, 0], 2)
    assert list(Night.objects.order_by("date").values_list("part", "begun_at", "finished_at")) == [
        ("sample", TWO, TWO),
        ("sample", NEXT, NEXT),
    ]


def test_the_hour_is_a_setting_and_counted_in_seoul(settings: Any) -> None:
    part, _done = counting()
    settings.NIGHT_BEGINS = 4
    with clock.at(clock.seoul(2031, 3, 30, 3, 59)):
        assert part() == 0
    with clock.at(clock.seoul(2031, 3, 30, 4)):
        assert part() == 7


def test_a_night_that_failed_is_made_up_for_by_the_next() -> None:
    faults = [OSError("the disk is full")]

    def work() -> int:
        if faults:
            raise faults.pop()
        return 3

    part = nightly.once_a_night("sample", work)
    with clock.at(TWO):
        with pytest.raises(OSError, match="full"):
            part()
        assert part() == 0
    assert Night.objects.get().finished_at is None
    with clock.at(NEXT):
        assert part() == 3


def test_parts_don_t_wait_for_each_other() -> None:
    first, second = (nightly.once_a_night(name, lambda: 1) for name in ("one", "other"))
    with clock.at(TWO):
        assert (first(), second(), first()) == (1, 1, 0)


def test_tick_destroys_what_is_due_at_night_and_once() -> None:
    person = people.user()

    def old(key: str) -> None:
        Notice.objects.create(
            person=person, kind="x", key=key, title="알림", path="/", created_at=clock.seoul(2029, 1, 1), sent_at=TWO
        )

    def tick() -> str:
        out = StringIO()
        call_command("tick", stdout=out)
        return out.getvalue()

    old("first")
    with clock.at(EVENING):
        assert ("personal data destroyed: 0\n" in tick(), Notice.objects.count()) == (True, 1)
    with clock.at(TWO):
        assert ("personal data destroyed: 1\n" in tick(), Notice.objects.count()) == (True, 0)
        old("second")
        assert ("personal data destroyed: 0\n" in tick(), Notice.objects.count()) == (True, 1)
    with clock.at(NEXT):
        assert ("personal data destroyed: 1\n" in tick(), Notice.objects.count()) == (True, 0)


def test_old_nights_and_finished_jobs_are_forgotten() -> None:
    owner = people.user()
    for days, state in ((15, JobState.DONE), (13, JobState.DONE), (15, JobState.RUNNING)):
        then = TWO - timedelta(days=days)
        finished = then if state == JobState.DONE else None
        Job.objects.create(
            owner=owner, key=f"{days}{state}", title="일", back="/", total=0, state=state,
            created_at=then, touched_at=then, finished_at=finished,
        )  # fmt: skip
        Night.objects.create(part=f"{days}{state}", date=then.date(), begun_at=then)
    with clock.at(TWO):
        assert nightly.prune() == 3
    assert sorted(Job.objects.values_list("key", flat=True)) == ["13done", "15running"]
    assert list(Night.objects.values_list("part", flat=True)) == ["13done"]
