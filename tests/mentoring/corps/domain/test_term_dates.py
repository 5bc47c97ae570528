"""The first day of a term and its end: who may not, what stops it, and exactly what it leaves behind."""

from datetime import timedelta
from typing import Any

import pytest

from lms.accounts.models import User
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.notifications.models import Notice
from mentoring.coaching.enums import EngagementState
from mentoring.corps.domain import by_clock, term_changes, term_dates
from mentoring.corps.enums import AppointmentState, BodyKind
from mentoring.corps.models import ExpertProfile
from mentoring.corps.queries.appointments import active_corps_appointment
from tests.factories import mentoring, people
from tests.factories.appointments import active

pytestmark = pytest.mark.django_db
S = AppointmentState


def test_a_term_does_not_begin_before_its_day(world: dict[str, Any]) -> None:
    made = active(world, starts_on=clock.today() + timedelta(days=3))
    assert (made.state, by_clock.start_due()) == (S.ACCEPTED, 0)
    with pytest.raises(DomainError) as refused:
        term_dates.start_term(appointment=made, actor=world["manager"])
    assert refused.value.code == "before_first_day"
    with pytest.raises(NotAllowed):
        term_dates.start_term(appointment=made, actor=world["coordinator"])
    with clock.at(clock.now() + timedelta(days=3)):
        assert (by_clock.start_due(), by_clock.start_due()) == (1, 0)
        made.refresh_from_db()
        assert active_corps_appointment(made.person, clock.today()) == made
    assert (made.state, made.letter_no) == (S.ACTIVE, f"서구-위촉-{made.starts_on.year}-01")


def test_letters_are_numbered_through_the_year_at_each_centre(world: dict[str, Any]) -> None:
    year = clock.today().year
    council = mentoring.body(world["centre"], kind=BodyKind.COUNCIL, letter_prefix="동-위촉")
    other = people.centre()
    mentoring.appointment(mentoring.body(other), letter_no=f"서구-위촉-{year}-40")
    mentoring.appointment(world["body"], letter_no=f"서구-위촉-{year - 1}-90", state=S.EXPIRED)
    numbers = [active(world).letter_no, active(world, body=council).letter_no]
    numbers.append(active(world, person=people.user()).letter_no)
    assert numbers == [f"서구-위촉-{year}-01", f"동-위촉-{year}-02", f"서구-위촉-{year}-03"]


def test_a_corps_member_gets_a_profile_and_keeps_the_one_there_is(world: dict[str, Any]) -> None:
    person: User = world["person"]
    person.dong = people.region(parent=world["centre"].region)
    person.save()
    active(world)
    profile = ExpertProfile.objects.get()
    assert (profile.person, profile.centre, profile.dong) == (person, world["centre"], person.dong)
    kept = mentoring.expert(world["centre"], appointed=False, bio="오래된 소개")
    active(world, person=kept.person)
    assert ExpertProfile.objects.get(person=kept.person).bio == "오래된 소개"


def test_a_council_member_gets_none(world: dict[str, Any]) -> None:
    active(world, body=mentoring.body(world["centre"], kind=BodyKind.COUNCIL))
    assert ExpertProfile.objects.count() == 0


def test_a_term_ends_after_its_last_day_and_flags_open_coaching(world: dict[str, Any]) -> None:
    made = active(world)
    coaching = mentoring.engagement(mentoring.community(world["centre"]), ExpertProfile.objects.get(), appointment=made)
    assert made.ends_on is not None
    last = clock.now() + (made.ends_on - clock.today())
    with clock.at(last):
        assert by_clock.expire_due() == 0
        assert active_corps_appointment(made.person, clock.today()) == made
        with pytest.raises(DomainError) as refused:
            term_dates.expire_term(appointment=made)
        assert refused.value.code == "term_runs"
    with clock.at(last + timedelta(days=1)):
        assert active_corps_appointment(made.person, clock.today()) is None  # before any tick
        assert (by_clock.expire_due(), by_clock.expire_due()) == (1, 0)
        flagged = Notice.objects.filter(key__contains="-flag-office-")
        assert {row.person for row in flagged} == {world["coordinator"], world["manager"]}
    made.refresh_from_db()
    coaching.refresh_from_db()
    assert (made.state, made.ended_on, coaching.state) == (S.EXPIRED, made.ends_on, EngagementState.ACTIVE)


def test_suspended_terms_end_too(world: dict[str, Any]) -> None:
    term_changes.suspend_term(appointment=active(world), actor=world["manager"], reason="조사 중")
    with clock.at(clock.now() + timedelta(days=400)):
        assert by_clock.expire_due() == 1
