"""A body is made, changed and closed: who may not, what stops it, and what stays."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from mentoring.corps.domain import appointing, bodies, drafting
from mentoring.corps.enums import AppointmentSource, AppointmentState, BodyKind
from mentoring.corps.models import Appointment, Body
from mentoring.corps.queries import papers
from mentoring.corps.queries.appointments import active_corps_appointment, eligible
from mentoring.corps.queries.bodies import open_bodies_of
from tests.factories import certificates, people
from tests.factories.appointments import accept, active, draft, offered

pytestmark = pytest.mark.django_db


def content(world: dict[str, Any], **changed: Any) -> dict[str, Any]:
    body = world["body"]
    return {name: getattr(body, name) for name in (*bodies.SETTINGS, *bodies.FOUNDING)} | changed


def close(world: dict[str, Any]) -> None:
    bodies.close_body(body=world["body"], actor=world["manager"])
    world["body"].refresh_from_db()


@pytest.mark.parametrize("who", ["coordinator", "auditor", "elsewhere", "person"])
def test_a_body_is_the_managers(world: dict[str, Any], who: str) -> None:
    body, actor = world["body"], world[who]
    steps: list[Callable[[], object]] = [
        lambda: bodies.create_body(centre=world["centre"], actor=actor, **content(world, name="새 조직")),
        lambda: bodies.change_settings(body=body, actor=actor, **content(world, name="새 조직")),
        lambda: bodies.close_body(body=body, actor=actor),
        lambda: bodies.reopen_body(body=body, actor=actor),
    ]
    for step in steps:
        with pytest.raises(NotAllowed):
            step()
    assert list(Body.objects.values_list("name", "closed_on")) == [(body.name, None)]


def test_a_new_body_is_logged_with_what_it_is(world: dict[str, Any]) -> None:
    given = content(world, name="새 조직", kind=BodyKind.COUNCIL)
    made = bodies.create_body(centre=world["centre"], actor=world["manager"], **given)
    row = statelog.history(made).get()
    assert (row.action, row.actor, row.centre_id) == ("create", world["manager"], world["centre"].pk)
    assert row.data == given | {"region": world["centre"].region.name}


@pytest.mark.parametrize("name", ["quorum_present", "quorum_agree"])
def test_a_part_that_there_is_not_is_no_quorum(world: dict[str, Any], name: str) -> None:
    assert Body.objects.update(**{name: ""}) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Body.objects.update(**{name: "most"})


def test_a_closed_body_of_that_name_is_not_given_for_a_new_one(world: dict[str, Any]) -> None:
    close(world)
    with pytest.raises(DomainError) as refused:
        bodies.create_body(centre=world["centre"], actor=world["manager"], **content(world))
    assert refused.value.code == "name_taken"


def test_what_papers_say_stays_once_somebody_is_proposed(world: dict[str, Any]) -> None:
    draft(world)
    with pytest.raises(DomainError) as refused:
        bodies.change_settings(body=world["body"], actor=world["manager"], **content(world, letter_text="다른 글"))
    assert refused.value.code == "has_appointments"
    changed = bodies.change_settings(body=world["body"], actor=world["manager"], **content(world, term_months=24))
    assert (changed.term_months, changed.letter_text) == (24, world["body"].letter_text)
    row = statelog.history(changed).get()
    assert (row.action, row.data) == ("settings", {"term_months": 24})


def test_nobody_is_appointed_to_a_closed_body(world: dict[str, Any]) -> None:
    by_office = {"source": AppointmentSource.EX_OFFICIO, "office": "동장", "person": people.user()}
    asked, seated = draft(world), draft(world, **by_office)
    close(world)
    steps: list[Callable[[], object]] = [
        lambda: draft(world, person=people.user()),
        lambda: appointing.offer_appointment(appointment=asked, actor=world["manager"]),
        lambda: appointing.confirm_ex_officio(appointment=seated, actor=world["manager"]),
    ]
    for step in steps:
        with pytest.raises(DomainError) as refused:
            step()
        assert refused.value.code == "body_closed"
    assert set(Appointment.objects.values_list("state", flat=True)) == {AppointmentState.DRAFT}
    bodies.reopen_body(body=world["body"], actor=world["manager"])
    offer = appointing.offer_appointment(appointment=asked, actor=world["manager"])
    assert offer.state == AppointmentState.OFFERED


def test_what_was_offered_before_is_accepted_and_served(world: dict[str, Any]) -> None:
    offer = offered(world)
    close(world)
    accept(offer)
    running = active_corps_appointment(offer.person, clock.today())
    assert running is not None
    assert (running.pk, running.state) == (offer.pk, AppointmentState.ACTIVE)


def test_a_term_in_a_closed_body_is_not_renewed(world: dict[str, Any]) -> None:
    term = active(world)
    Appointment.objects.filter(pk=term.pk).update(ends_on=clock.today() + timedelta(days=20))
    term.refresh_from_db()
    assert drafting.is_renewable(term)
    close(world)
    with pytest.raises(DomainError) as refused:
        drafting.renew_appointment(appointment=term, actor=world["coordinator"])
    assert refused.value.code == "not_renewable"


def test_graduates_are_not_proposed_for_a_closed_body(world: dict[str, Any], asking: Body) -> None:
    certificates.certificate(world["centre"], world["person"], "MJ-301")
    assert [row.person for row in eligible(world["centre"], open_bodies_of(world["centre"]))] == [world["person"]]
    close(world)
    assert eligible(world["centre"], open_bodies_of(world["centre"])) == []


def test_a_body_that_wants_no_acceptance_has_no_paper_of_it(world: dict[str, Any]) -> None:
    term = active(world)
    assert (papers.has_acceptance(term), papers.has_letter(term)) == (True, True)
    Body.objects.filter(pk=world["body"].pk).update(requires_acceptance=False)
    term = Appointment.objects.get(pk=term.pk)
    assert (papers.has_acceptance(term), papers.has_letter(term)) == (False, True)
