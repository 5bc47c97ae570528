"""Two managers who publish the officer and the terms at one moment: the second is asked about what the first wrote."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lms.accounts.enums import Role
from lms.accounts.models import Centre, User
from lms.common import clock
from lms.common.records.seen import seen_of
from lms.privacy.domain import terms
from lms.privacy.enums import Term
from lms.privacy.models import PrivacyNotice
from lms.privacy.queries.terms import OFFICER, begins_with, newest_notice
from tests.factories import people
from tests.races.together import at_once, meet_after, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def published_by_both(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], int]:
    """How both ended, and which version is the last."""
    centre = people.centre()
    managers = [people.staff(centre, Role.MANAGER) for _two in range(2)]
    last = newest_notice(centre)
    assert last
    shown = begins_with(centre, last)
    seen = seen_of(shown, tuple(vars(shown)))
    months = {Term(name): number for name, number in last.months.items()}
    officer = {name: getattr(last, name) for name in OFFICER}
    notice = terms.Notice(**officer, months=months, valid_from=clock.today() + timedelta(days=1))
    meet_after(monkeypatch, terms, "newest_notice")

    def publish(actor: User) -> None:
        mine = replace(notice, officer_name=f"예시책임자{actor.pk}")
        terms.publish_terms(centre=centre, notice=mine, actor=actor, seen=seen)

    ended = at_once(publish, managers)
    return ended, PrivacyNotice.objects.filter(centre=centre).count()


def test_of_two_the_second_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert published_by_both(monkeypatch) == (["changed_meanwhile", "done"], 2)


def test_control_without_the_lock_both_take_one_number(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, Centre)
    assert published_by_both(monkeypatch) == (["IntegrityError", "done"], 2)
