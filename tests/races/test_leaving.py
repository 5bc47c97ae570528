"""Somebody leaves while the office does something about them: one waits for the other, and neither is stopped."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from lms.accounts.models import User
from lms.common.records import transitions
from lms.privacy.domain import erasure
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment, ExpertProfile
from tests.factories import mentoring
from tests.races.together import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def meanwhile(monkeypatch: pytest.MonkeyPatch, lock: Callable[[ExpertProfile], object]) -> list[str]:
    """An expert leaves, and once their row as a person is locked, the other begins."""
    expert = mentoring.expert()
    Appointment.objects.update(state=AppointmentState.EXPIRED)
    asked = erasure.duties_of

    def slowly(person: User) -> Any:
        time.sleep(0.5)
        return asked(person)

    def leave() -> None:
        person = User.objects.get(pk=expert.person_id)
        erasure.erase_account(person=person, actor=person)

    def office() -> None:
        time.sleep(0.2)
        with transaction.atomic():
            lock(ExpertProfile.objects.get(pk=expert.pk))

    monkeypatch.setattr(erasure, "duties_of", slowly)
    return at_once(lambda act: act(), [leave, office])


def test_the_office_waits_for_who_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    assert meanwhile(monkeypatch, transitions.lock) == ["done", "done"]


def test_control_the_expert_before_the_person_stops_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def lock(expert: ExpertProfile) -> None:
        rows = ExpertProfile.objects.select_related("person")
        rows.select_for_update(of=("self", "person"), no_key=True).get(pk=expert.pk)

    assert meanwhile(monkeypatch, lock) == ["OperationalError", "done"]
