"""Two runs of `tick` come to the same notice at the same moment: one e-mail."""

from typing import Any

import pytest
from django.core import mail
from django.db.models import QuerySet

from lms.notifications import domain
from lms.notifications.models import Notice
from tests.factories import people
from tests.races.together import at_once, meet_after

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def send_twice(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    domain.notify(person=people.user(), kind="seat", key="seat:1", title="자리가 났습니다", path="/")
    meet_after(monkeypatch, domain, "_mail")
    return at_once(lambda _run: domain.send_due(), range(2))


def test_it_is_sent_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert send_twice(monkeypatch) == ["done", "done"]
    assert (len(mail.outbox), Notice.objects.get().attempts) == (1, 1)


def test_control_without_the_lock_it_is_sent_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    def unlocked(**_of: Any) -> QuerySet[Notice]:
        return Notice.objects.all()

    monkeypatch.setattr(Notice.objects, "select_for_update", unlocked)
    assert send_twice(monkeypatch) == ["done", "done"]
    assert len(mail.outbox) == 2
