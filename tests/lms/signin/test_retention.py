from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from lms.common import clock
from lms.privacy.domain.retention import destroy_due
from tests.factories import people

pytestmark = pytest.mark.django_db
NOW = clock.seoul(2031, 3, 31, 9)


def counted(dry_run: bool = False) -> int:
    with clock.at(NOW):
        return destroy_due(dry_run=dry_run)["devices"]


def test_a_device_is_forgotten_with_its_session_and_not_before() -> None:
    person = people.user()
    for key, days in (("over", -1), ("lasting", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=NOW + timedelta(days=days))
    for key in ("over", "lasting", "signed out"):
        UserSession.objects.create(user=person, ip="203.0.113.9", session_key=key)
    assert counted(dry_run=True) == 2
    assert counted() == 2
    assert [row.session_key for row in UserSession.objects.all()] == ["lasting"]
