"""Whom a body may take: who may not, what stops it, and exactly what it leaves behind."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from courses.credentials.enums import CertificateState
from courses.credentials.models import Certificate
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import statelog
from mentoring.corps.domain import appointing, drafting, eligibility, term_changes, term_dates
from mentoring.corps.enums import AppointmentState, BodyKind, MemberRole
from mentoring.corps.models import Appointment, Body
from mentoring.corps.queries.appointments import eligible
from mentoring.corps.queries.bodies import open_bodies_of
from tests.factories import certificates, mentoring, people
from tests.factories.appointments import accept, active, draft, offered

pytestmark = pytest.mark.django_db
S = AppointmentState


def test_who_was_dismissed_waits_until_the_bar_ends(world: dict[str, Any]) -> None:
    term_changes.dismiss_member(
        appointment=active(world),
        actor=world["manager"],
        reason="비밀 누설",
        barred_until=clock.today() + timedelta(days=400),
    )
    with pytest.raises(DomainError) as refused:
        draft(world, starts_on=clock.today() + timedelta(days=399))
    assert refused.value.code == "barred"
    assert draft(world, starts_on=clock.today() + timedelta(days=400)).state == S.DRAFT


def test_two_terms_of_one_person_in_one_body_do_not_overlap(world: dict[str, Any]) -> None:
    running = active(world)
    assert running.ends_on is not None
    with pytest.raises(DomainError) as refused:
        draft(world, starts_on=running.ends_on)
    assert refused.value.code == "overlap"
    assert draft(world, starts_on=running.ends_on + timedelta(days=1)).state == S.DRAFT


def test_another_body_is_another_matter(world: dict[str, Any]) -> None:
    active(world)
    other = mentoring.body(world["centre"], kind=BodyKind.COUNCIL)
    assert draft(world, body=other).state == S.DRAFT


def test_a_corps_takes_graduates_only(world: dict[str, Any], asking: Body) -> None:
    with pytest.raises(DomainError) as refused:
        draft(world)
    assert refused.value.code == "no_certificate"
    assert list(refused.value.fields) == ["exception_reason"]


@pytest.mark.parametrize("state", [CertificateState.REVOKED, CertificateState.SUPERSEDED])
def test_a_certificate_that_is_no_longer_valid_proves_nothing(world: dict[str, Any], asking: Body, state: str) -> None:
    certificates.certificate(world["centre"], world["person"], "MJ-301", state=state)
    with pytest.raises(DomainError) as refused:
        draft(world)
    assert refused.value.code == "no_certificate"


def test_the_certificate_of_another_course_proves_nothing(world: dict[str, Any], asking: Body) -> None:
    certificates.certificate(world["centre"], world["person"], "MJ-201")
    with pytest.raises(DomainError) as refused:
        draft(world)
    assert refused.value.code == "no_certificate"


def test_a_graduate_is_drafted_with_the_certificate(world: dict[str, Any], asking: Body) -> None:
    proof = certificates.certificate(world["centre"], world["person"], "MJ-301")
    assert draft(world).certificate == proof


def test_an_exception_has_a_reason_and_is_recorded(world: dict[str, Any], asking: Body) -> None:
    made = draft(world, exception_reason="20년 경력의 마을활동가")
    assert (made.certificate, made.exception_reason) == (None, "20년 경력의 마을활동가")
    assert statelog.history(made).get().reason == "20년 경력의 마을활동가"


def test_a_certificate_revoked_after_the_draft_stops_offer_and_acceptance(world: dict[str, Any], asking: Body) -> None:
    certificates.certificate(world["centre"], world["person"], "MJ-301")
    made = draft(world)
    Certificate.objects.update(state=CertificateState.REVOKED)
    with pytest.raises(DomainError) as refused:
        appointing.offer_appointment(appointment=made, actor=world["manager"])
    assert refused.value.code == "no_certificate"
    Certificate.objects.update(state=CertificateState.VALID)
    made = appointing.offer_appointment(appointment=made, actor=world["manager"])
    Certificate.objects.update(state=CertificateState.REVOKED)
    with pytest.raises(DomainError) as refused:
        accept(made)
    assert refused.value.code == "no_certificate"


def test_offers_and_terms_take_the_seats(world: dict[str, Any]) -> None:
    Body.objects.update(seats_max=2)
    active(world)
    offered(world, person=people.user())
    third = draft(world, person=people.user())
    with pytest.raises(DomainError) as refused:
        appointing.offer_appointment(appointment=third, actor=world["manager"])
    assert refused.value.code == "no_seat"


def test_a_declined_offer_gives_its_seat_back(world: dict[str, Any]) -> None:
    Body.objects.update(seats_max=1)
    first = offered(world)
    appointing.decline_appointment(appointment=first, actor=first.person)
    assert offered(world, person=people.user()).state == S.OFFERED


def test_a_further_term_sits_on_the_same_seat(world: dict[str, Any]) -> None:
    Body.objects.update(seats_max=1)
    running = active(world)
    assert running.ends_on is not None
    further = draft(world, starts_on=running.ends_on + timedelta(days=1))
    assert appointing.offer_appointment(appointment=further, actor=world["manager"]).state == S.OFFERED
    assert eligibility.seats_taken(world["body"]) == 1


def test_graduates_without_a_term_are_eligible_here_and_nowhere_else(world: dict[str, Any], asking: Body) -> None:
    here = certificates.certificate(world["centre"], world["person"], "MJ-301")
    certificates.certificate(world["centre"], people.user(), "MJ-301", state=CertificateState.REVOKED)
    elsewhere = people.centre()
    certificates.certificate(elsewhere, people.user(), "MJ-301")
    assert [
        (row.person, row.body, row.certificate) for row in eligible(world["centre"], open_bodies_of(world["centre"]))
    ] == [(world["person"], asking, here)]
    draft(world)
    assert eligible(world["centre"], open_bodies_of(world["centre"])) == []


def test_a_term_that_is_over_is_neither_drafted_nor_offered_nor_accepted(world: dict[str, Any]) -> None:
    past = clock.today() - timedelta(days=800)
    with pytest.raises(DomainError) as refused:
        draft(world, starts_on=past)
    assert refused.value.code == "term_past"
    made = draft(world)
    Appointment.objects.filter(pk=made.pk).update(starts_on=past, ends_on=past + timedelta(days=364))
    with pytest.raises(DomainError) as refused:
        appointing.offer_appointment(appointment=made, actor=world["manager"])
    assert refused.value.code == "term_past"
    late = offered(world, person=people.user())
    Appointment.objects.filter(pk=late.pk).update(starts_on=past, ends_on=clock.today() - timedelta(days=1))
    with pytest.raises(DomainError) as refused:
        accept(late)
    assert refused.value.code == "term_past"


# ── one chair


def test_a_body_has_one_chair_at_a_time(world: dict[str, Any]) -> None:
    first = active(world, role=MemberRole.CHAIR)
    assert first.ends_on is not None
    next_day = first.ends_on + timedelta(days=1)
    with pytest.raises(DomainError) as refused:
        draft(world, person=people.user(), role=MemberRole.CHAIR)
    assert refused.value.code == "chair_taken"
    assert draft(world, person=people.user(), role=MemberRole.VICE).role == MemberRole.VICE
    assert draft(world, person=people.user(), role=MemberRole.CHAIR, starts_on=next_day).starts_on == next_day


def test_of_two_drafts_for_the_chair_one_is_offered(world: dict[str, Any]) -> None:
    two = [draft(world, person=people.user(), role=MemberRole.CHAIR) for _n in range(2)]
    appointing.offer_appointment(appointment=two[0], actor=world["manager"])
    with pytest.raises(DomainError) as refused:
        appointing.offer_appointment(appointment=two[1], actor=world["manager"])
    assert refused.value.code == "chair_taken"


def test_the_next_chair_begins_though_the_last_ones_end_was_not_written_yet(world: dict[str, Any]) -> None:
    first = active(world, role=MemberRole.CHAIR)
    assert first.ends_on is not None
    next_day = first.ends_on + timedelta(days=1)
    with clock.at(clock.now() + timedelta(days=(first.ends_on - clock.today()).days)):
        following = accept(offered(world, person=people.user(), role=MemberRole.CHAIR, starts_on=next_day))
    with clock.at(clock.now() + timedelta(days=(next_day - clock.today()).days)):
        assert term_dates.start_term(appointment=following).state == S.ACTIVE
    first.refresh_from_db()
    assert first.state == S.EXPIRED


def test_the_database_takes_no_second_chair(world: dict[str, Any]) -> None:
    mentoring.appointment(world["body"], role=MemberRole.CHAIR)
    with pytest.raises(IntegrityError), transaction.atomic():
        mentoring.appointment(world["body"], role=MemberRole.CHAIR, state=S.SUSPENDED)
    mentoring.appointment(world["body"], role=MemberRole.CHAIR, state=S.EXPIRED)


def test_nobody_is_drafted_who_said_no_yes_to_the_centre(world: dict[str, Any]) -> None:
    person = people.user()
    with pytest.raises(DomainError) as refused:
        drafting.draft_appointment(
            body=world["body"], person=person, starts_on=clock.today(), actor=world["coordinator"]
        )
    assert (refused.value.code, person.appointments.count()) == ("unknown_here", 0)
