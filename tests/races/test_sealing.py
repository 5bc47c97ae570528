"""The seeds of the second factor are sealed anew while somebody signs in by a spare code. Without the lock what was read
before is written afterwards, and the code can be used again."""

from threading import Event
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from lms.signin import sealing
from tests.factories import people
from tests.races.together import at_once, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def codes_left(monkeypatch: pytest.MonkeyPatch) -> int:
    spare = RecoveryCodes.activate(people.user())
    code, *rest = spare.get_unused_codes()
    was_read, is_used, seal = Event(), Event(), sealing.seal

    def slowly(seed: str) -> str:
        was_read.set()
        is_used.wait(timeout=0.6)
        return seal(seed)

    def use() -> None:
        was_read.wait(timeout=5)
        assert RecoveryCodes(spare.instance).validate_code(code)
        is_used.set()

    monkeypatch.setattr(sealing, "seal", slowly)
    acts: list[Any] = [lambda: sealing.seal_all(Authenticator.objects.all()), use]
    assert at_once(lambda act: act(), acts) == ["done", "done"]
    return len(RecoveryCodes(Authenticator.objects.get()).get_unused_codes()) - len(rest)


def test_a_spare_code_that_is_used_meanwhile_stays_used(monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes_left(monkeypatch) == 0


def test_control_without_the_lock_it_can_be_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, Authenticator)
    assert codes_left(monkeypatch) == 1
