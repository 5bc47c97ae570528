"""Two runs of `tick` come to the same notice at the same moment: one e-mail. Two of the office who send one again: once."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.db.models import QuerySet

from lms.accounts.models import User
from lms.common import clock
from lms.common.models import StateChange
from lms.notifications import domain
from lms.notifications.models import MOST_ATTEMPTS, Notice
from tests.factories import people
from tests.races.together import at_once, meet_after, without_locks

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


# ── sent again by two of the office


def sent_again_by_both(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], int]:
    """How both ended, and how often it stands in the log."""
    centre = people.centre()
    row = domain.notify(person=people.user(), centre=centre.pk, kind="seat", key="again", title="자리", path="/my/")
    Notice.objects.filter(pk=row.pk).update(attempts=MOST_ATTEMPTS, tried_at=clock.now())
    judge = SimpleNamespace(is_given_up=Notice.is_given_up.fget)  # type: ignore[attr-defined]
    meet_after(monkeypatch, judge, "is_given_up")
    monkeypatch.setattr(Notice, "is_given_up", property(lambda notice: judge.is_given_up(notice)))

    def again(actor: User) -> None:
        domain.send_again(notice=row, actor=actor)

    ended = at_once(again, [people.staff(centre) for _two in range(2)])
    return ended, StateChange.objects.filter(subject="notifications.notice", action="send_again").count()


def test_pressed_by_two_at_once_it_is_sent_again_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sent_again_by_both(monkeypatch) == (["done", "done"], 1)


def test_control_without_the_lock_both_send_it(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, Notice)
    assert sent_again_by_both(monkeypatch) != (["done", "done"], 1)
