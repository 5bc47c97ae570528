"""A visit is arranged at the moment at which its expert is dismissed: nobody waits for them."""

import pytest

from lms.accounts.enums import Role
from lms.common.records import transitions
from mentoring.corps.domain import term_changes
from mentoring.corps.models import ExpertProfile
from mentoring.visits.domain import arranging
from mentoring.visits.domain.arranging import Plan
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit
from tests.factories import mentoring as make
from tests.factories import people, visits
from tests.races.together import at_once, meet_after, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def still_arranged(monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """How the dismissal ended, and how many visits are arranged after it."""
    row = make.engagement()
    office, manager = people.staff(row.centre), people.staff(row.centre, Role.MANAGER)
    # Each has looked before either writes: the one at the term, the other at what is arranged.
    meet_after(monkeypatch, arranging, "check_plan")
    meet_after(monkeypatch, transitions, "lock_each")
    ended = {}

    def act(what: str) -> None:
        if what == "arrange":
            plan = Plan(visits.start(-5), visits.start(-5).replace(hour=16), "visit")
            arranging.schedule_visit(engagement=row, plan=plan, actor=office)
        else:
            term_changes.dismiss_member(appointment=row.appointment, actor=manager, reason="직무태만")
            ended[what] = "done"

    at_once(act, ["arrange", "dismiss"])
    return ended.get("dismiss", ""), Visit.objects.filter(state=VisitState.SCHEDULED).count()


def test_it_is_refused_or_called_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert still_arranged(monkeypatch) == ("done", 0)


def test_control_without_the_lock_it_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch, ExpertProfile)
    assert still_arranged(monkeypatch) == ("done", 1)
