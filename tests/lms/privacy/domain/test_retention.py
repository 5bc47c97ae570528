"""What is due goes, what is not stays, a rehearsal and a second time destroy nothing."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command

from courses.runs.enums import EnrolmentState
from courses.runs.models import Enrolment
from lms.accounts.models import User
from lms.common import clock
from lms.common.enums import Access
from lms.common.models import AccessLog, StateChange
from lms.common.records import accesslog, statelog
from lms.notifications.domain import notify
from lms.notifications.models import Notice
from lms.privacy.domain.retention import destroy_due, months_before
from lms.privacy.enums import Purpose, Term
from lms.privacy.models import Consent
from lms.privacy.queries.terms import terms_of, told
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


def test_consents_stay_while_the_person_does_and_go_long_after() -> None:
    stays, left, just_left = (people.user() for _ in range(3))
    with clock.at(months_before(NOW, 130)):
        for person in (stays, left, just_left):
            people.consent(person, Purpose.SERVICE)
        User.objects.filter(pk=left.pk).update(erased_at=clock.now())
    User.objects.filter(pk=just_left.pk).update(erased_at=NOW)
    assert counted()["consents_of_people_who_left"] == 1
    assert {row.person for row in Consent.objects.all()} == {stays, just_left}


def test_the_command_prints_the_counts() -> None:
    out = StringIO()
    call_command("destroy_due", "--dry-run", stdout=out)
    assert "notices: 0\n" in out.getvalue()


def test_each_centre_destroys_by_its_own_term_and_the_policy_says_both() -> None:
    short, long = people.centre(), people.centre()
    months = {term.value: 24 for term in terms_of(short)}
    people.notice(short, version=2, months=months | {"rejected": 6})
    people.notice(long, version=2, months=months | {"rejected": 18})
    people.notice(short, version=3, months=months | {"rejected": 1}, valid_from=NOW.date() + timedelta(days=1))
    rows = []
    for centre in (short, long):
        with clock.at(months_before(NOW, 8)):
            row = courses.enrolment(courses.run(centre=centre), people.user(), state=EnrolmentState.REJECTED)
            Enrolment.objects.filter(pk=row.pk).update(note="바라는 점", applied_at=clock.now())
            rows.append(row)
    assert counted()["rejected_applications"] == 1
    assert [Enrolment.objects.get(pk=row.pk).note for row in rows] == ["", "바라는 점"]
    with clock.at(NOW):
        assert (told(Term.REJECTED), told(Term.NOTICES)) == ("6–18", "12")


def test_the_term_in_force_holds_and_not_the_setting(settings: Any) -> None:
    settings.RETENTION_NOTICES = 3
    leave(5)
    assert counted()["notices"] == 0
    site = {term.value: 24 for term in terms_of(None)}
    people.notice(version=2, months=site | {"notices": 4})
    assert counted()["notices"] == 1
