"""What is due goes, what is not stays, a rehearsal and a second time destroy nothing; and who was touched is known."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from courses.runs.enums import EnrolmentState
from courses.runs.models import Enrolment
from lms.accounts.models import User
from lms.common import clock
from lms.common.models import Access, AccessLog, StateChange
from lms.common.records import accesslog, statelog
from lms.common.web import origin
from lms.notifications.domain import notify
from lms.notifications.models import Notice
from lms.privacy.domain.retention import destroy_due, months_before
from mentoring.coaching.enums import RequestState
from mentoring.coaching.models import CoachingRequest
from tests.factories import courses, mentoring, people

pytestmark = pytest.mark.django_db
NOW = clock.seoul(2031, 3, 31, 9)


def leave(months: int) -> None:
    """One thing of each kind, so many months old."""
    with clock.at(months_before(NOW, months) - timedelta(days=1)):
        person, staff = people.user(), people.user()
        notify(person=person, kind="x", key=f"x:{months}", title="알림", path="/my/")
        accesslog.record(actor=staff, action=Access.PAPER, what=person, whose=[person.pk])
        row = courses.enrolment(courses.run(), person, state=EnrolmentState.REJECTED)
        Enrolment.objects.filter(pk=row.pk).update(note="바라는 점", applied_at=clock.now())
        draft = mentoring.request(state=RequestState.DRAFT)
        CoachingRequest.objects.filter(pk=draft.pk).update(created_at=clock.now(), submitted_at=None)
        statelog.record(person, action="x", actor=staff)
    Session.objects.create(session_key=f"key{months}", session_data="", expire_date=NOW - timedelta(days=1))


def counted(dry_run: bool = False) -> dict[str, int]:
    with clock.at(NOW):
        return destroy_due(dry_run=dry_run)


def kept() -> tuple[int, ...]:
    written = Enrolment.objects.exclude(note="").count()
    drafts = CoachingRequest.objects.filter(state=RequestState.DRAFT).count()
    return (Notice.objects.count(), AccessLog.objects.count(), written, drafts, Session.objects.count())


def test_the_same_day_so_many_months_earlier() -> None:
    assert months_before(NOW, 1).date() == clock.seoul(2031, 2, 28).date()
    assert months_before(NOW, 24).date() == clock.seoul(2029, 3, 31).date()


def test_what_is_due_goes_once_and_what_is_young_stays() -> None:
    leave(130)
    leave(5)
    assert kept() == (2, 2, 2, 2, 2)
    due = counted(dry_run=True)
    expected = {
        "sessions": 2,
        "access_log": 1,
        "consents_of_people_who_left": 0,
        "notices": 1,
        "rejected_applications": 1,
        "drafts": 1,
        "papers_of_people_who_left": 0,
    }
    assert {key: due[key] for key in expected} == expected
    assert due["state_log"] >= 1
    assert kept() == (2, 2, 2, 2, 2)
    assert counted() == due
    assert kept() == (1, 1, 1, 1, 0)
    assert set(counted().values()) == {0}
    (row,) = StateChange.objects.filter(action="destroy_due")
    assert (row.data, row.actor) == (due, None)


def test_a_device_is_forgotten_with_its_session_and_not_before() -> None:
    person = people.user()
    for key, days in (("over", -1), ("lasting", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=NOW + timedelta(days=days))
    for key in ("over", "lasting", "signed out"):
        UserSession.objects.create(user=person, ip="203.0.113.9", session_key=key)
    assert counted(dry_run=True)["devices"] == 2
    assert counted()["devices"] == 2
    assert [row.session_key for row in UserSession.objects.all()] == ["lasting"]


def test_the_command_prints_the_counts() -> None:
    out = StringIO()
    call_command("destroy_due", "--dry-run", stdout=out)
    assert "notices: 0\n" in out.getvalue()


def report(*args: str) -> list[list[str]]:
    out = StringIO()
    call_command("breach_report", *args, stdout=out)
    return list(csv.reader(StringIO(out.getvalue())))[1:]


def test_a_breach_names_whose_data_were_touched_and_nobody_else() -> None:
    thief, other = people.user(email="thief@example.org"), people.user()
    read, changed, before, untouched = (people.user(name=f"예시{n}") for n in ("가나", "다라", "마바", "사아"))
    formula = people.user(name="=1+1")

    def reads(who: User, whom: User) -> None:
        accesslog.record(actor=who, action=Access.CONTACTS, what=whom, whose=[whom.pk])

    with clock.at(NOW - timedelta(days=2)):
        reads(thief, before)
    with clock.at(NOW):
        token = origin.client_ip.set("203.0.113.9")
        reads(thief, read)
        reads(thief, read)
        statelog.record(changed, action="x", actor=thief)
        origin.client_ip.reset(token)
        reads(other, untouched)
        reads(thief, formula)
    with clock.at(NOW + timedelta(hours=1)):
        rows = report("--since", "2031-03-31", "--account", "thief@example.org")
        by_address = report("--since", "2031-03-31T00:00", "--address", "203.0.113.9")
    assert [(row[1], row[6]) for row in rows] == [("'=1+1", "1"), ("예시가나", "2"), ("예시다라", "1")]
    assert [row[1] for row in by_address] == ["예시가나", "예시다라"]
    assert (rows[1][2], rows[1][4]) == (read.email, "2031-03-31 09:00")


@pytest.mark.parametrize(
    "args",
    [
        ("--since", "2031-03-31"),
        ("--since", "gestern", "--address", "203.0.113.9"),
        ("--since", "2031-03-31", "--account", "nobody@example.org"),
    ],
)
def test_what_the_report_cannot_read_is_refused(args: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        report(*args)
