"""Both representatives of a community press “It is right” at the same moment."""

import pytest

from mentoring.corps.models import ExpertProfile
from mentoring.visits.domain import confirmation
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Confirmation, Visit
from tests.factories import mentoring as make
from tests.factories import visits
from tests.races.together import at_once, meet_after, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def confirm_both(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    engagement = make.engagement()
    visit = visits.log(engagement)
    both = [visits.representative_of(engagement), make.representative(engagement.community)]
    meet_after(monkeypatch, confirmation, "check_may_answer")
    return at_once(
        lambda person: confirmation.confirm_visit(visit=visit, sent_at=visit.submitted_at, person=person), both
    )


def test_two_answers_at_once_confirm_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert confirm_both(monkeypatch) == ["done", "done"]
    assert Visit.objects.get().state == VisitState.CONFIRMED
    assert Confirmation.objects.count() == 1


def test_control_without_the_lock_there_are_two_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, Visit, ExpertProfile)
    confirm_both(monkeypatch)
    assert Confirmation.objects.count() == 2
