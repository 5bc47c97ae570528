from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from lms.accounts.models import User
from lms.common import clock
from lms.common.records.statelog import history
from lms.privacy.domain.retention import destroy_due
from lms.privacy.enums import Purpose, Term
from lms.privacy.models import PrivacyNotice
from lms.privacy.queries.terms import months_of
from tests.factories import people

pytestmark = pytest.mark.django_db
NOW = clock.seoul(2031, 3, 31, 9)


def counted(dry_run: bool = False, kind: str = "devices") -> int:
    with clock.at(NOW):
        return destroy_due(dry_run=dry_run)[kind]


def test_a_device_is_forgotten_with_its_session_and_not_before() -> None:
    person = people.user()
    for key, days in (("over", -1), ("lasting", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=NOW + timedelta(days=days))
    for key in ("over", "lasting", "signed out"):
        UserSession.objects.create(user=person, ip="203.0.113.9", session_key=key)
    assert counted(dry_run=True) == 2
    assert counted() == 2
    assert [row.session_key for row in UserSession.objects.all()] == ["lasting"]


# ── who joined and never confirmed the address


def joined(*, days: int, verified: bool = False, **fields: Any) -> User:
    with clock.at(NOW - timedelta(days=days)):
        person = people.user(phone="01012345678", **fields)
        people.consent(person, Purpose.SERVICE)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=verified)
    return person


def test_an_account_that_nobody_confirmed_is_erased_after_its_term_and_no_other() -> None:
    due = joined(days=32)
    coordinator = joined(days=400)
    people.staff_role(people.centre(), person=coordinator)
    others = [
        joined(days=27),
        joined(days=400, verified=True),
        joined(days=400, last_login=NOW),
        joined(days=400, is_superuser=True),
        coordinator,
        people.user(date_joined=NOW - timedelta(days=400)),  # made by a command
    ]
    before = {person.pk: person.email for person in others}
    assert (counted(True, "unproved"), User.objects.exclude(erased_at=None).count()) == (1, 0)
    assert (counted(kind="unproved"), counted(kind="unproved")) == (1, 0)
    due.refresh_from_db()
    assert (due.is_active, due.phone, due.email) == (False, "", f"erased-{due.pk}@erased.invalid")
    assert not EmailAddress.objects.filter(user=due).exists()
    assert [(line.action, line.actor_id) for line in history(due)] == [("erase", None)]
    assert {person.pk: person.email for person in User.objects.filter(pk__in=before)} == before


def test_its_term_is_published_with_the_others_and_holds_where_it_was_not_yet() -> None:
    notice = PrivacyNotice.objects.get(centre=None)
    assert dict(notice.lines)["확인하지 않은 가입 계정"] == 1
    older = {term: months for term, months in notice.months.items() if term != Term.UNPROVED}
    people.notice(version=2, months=older)
    assert months_of(Term.UNPROVED) == 1
