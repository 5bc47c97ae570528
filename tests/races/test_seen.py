"""Two who save one thing at the same moment: the second is asked about what the first has written."""

import pytest

from lms.accounts.models import User
from lms.common.records.seen import seen_of
from mentoring.corps.domain import experts
from mentoring.corps.models import ExpertProfile
from tests.factories import mentoring, people
from tests.mentoring.corps.domain.test_experts import entry
from tests.races.together import at_once, meet_after, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def both_say_another(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    expert = mentoring.expert()
    seen = seen_of(expert, experts.SEVERAL_EDIT)
    entries = [(people.staff(expert.centre), entry(expert, bio=bio)) for bio in ("하나", "둘")]
    meet_after(monkeypatch, experts, "only_changed")

    def save(one: tuple[User, experts.Entry]) -> None:
        experts.update_profile(expert=expert, actor=one[0], entry=one[1], seen=seen)

    return at_once(save, entries)


def test_the_second_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert both_say_another(monkeypatch) == ["changed_meanwhile", "done"]


def test_control_without_the_lock_nobody_is(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, ExpertProfile)
    assert both_say_another(monkeypatch) == ["done", "done"]
