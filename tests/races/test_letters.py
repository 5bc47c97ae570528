"""Two terms begin at one centre at the same moment, and each wants the next letter number."""

import pytest

from lms.accounts.models import Centre
from lms.common import clock
from mentoring.corps.domain import term_dates
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment
from tests.factories import mentoring as make
from tests.factories import people
from tests.races.together import at_once, meet_after, without_locks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def coming() -> list[Appointment]:
    """In two bodies, so that only the centre joins them."""
    centre = people.centre()
    values = {"state": AppointmentState.ACCEPTED, "starts_on": clock.today(), "letter_no": ""}
    return [make.appointment(make.body(centre, letter_prefix="서구"), **values) for _n in range(2)]


def start_both(coming: list[Appointment], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    meet_after(monkeypatch, term_dates, "_next_letter_number")
    return at_once(lambda row: term_dates.start_term(appointment=row), coming)


def letters() -> list[str]:
    return sorted(Appointment.objects.values_list("letter_no", flat=True))


def test_each_letter_has_a_number_of_its_own(coming: list[Appointment], monkeypatch: pytest.MonkeyPatch) -> None:
    assert start_both(coming, monkeypatch) == ["done", "done"]
    year = clock.today().year
    assert letters() == [f"서구-{year}-01", f"서구-{year}-02"]


def test_control_without_the_lock_on_the_centre_both_want_one_number(
    coming: list[Appointment], monkeypatch: pytest.MonkeyPatch
) -> None:
    without_locks(monkeypatch, Centre)
    assert start_both(coming, monkeypatch) == ["IntegrityError", "done"]
    assert letters() == ["", f"서구-{clock.today().year}-01"]
