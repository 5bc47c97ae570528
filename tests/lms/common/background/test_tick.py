"""The clock's run does what is due, twice does nothing more, and one failing part stops no other."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError

from lms.common import clock
from lms.common.background import due
from mentoring.coaching.enums import RequestState
from mentoring.corps.enums import AppointmentState
from mentoring.corps.models import Appointment
from mentoring.matching.enums import ProposalState
from mentoring.matching.models import MatchProposal
from mentoring.visits.enums import VisitState
from mentoring.visits.models import Visit
from tests.factories import mentoring as make
from tests.factories import visits
from tests.registries import emptied

pytestmark = pytest.mark.django_db

# What must come before what: the row that one part writes, another sends.
PARTS = [
    "appointments begun",
    "appointments expired",
    "offers of appointment lapsed",
    "reminders of appointments",
    "coaching offers expired",
    "offers of seats lapsed",
    "visit logs confirmed by the clock",
    "pages taken off the site",
    "pages published",
    "runs announced",
    "personal data destroyed",
    "results of old work forgotten",
    "tasks taken back",
    "jobs stopped",
    "rows sealed",
    "invitations sent",
    "notices sent",
]


def test_the_parts_that_topics_enter_stand_in_their_order() -> None:
    assert [label for label in due.PARTS if label in PARTS] == PARTS
    assert list(due.PARTS)[-1] == "notices sent"


def run() -> dict[str, int]:
    out = StringIO()
    call_command("tick", stdout=out)
    return {label: int(count) for label, _, count in (line.rpartition(": ") for line in out.getvalue().splitlines())}


def test_each_dated_transition_happens_once() -> None:
    engagement = make.engagement()
    visit = visits.log(engagement)
    corps = engagement.appointment.body
    today = clock.today()
    begins = make.appointment(corps, state=AppointmentState.ACCEPTED, starts_on=today, letter_no="")
    ends = make.appointment(corps, ends_on=today - timedelta(days=1))
    lapses = make.appointment(
        corps,
        state=AppointmentState.OFFERED,
        offer_expires_on=today - timedelta(days=1),
        accepted_at=None,
        letter_no="",
    )
    asked = make.request(state=RequestState.OFFERING)
    offer = make.proposal(asked, make.expert(asked.centre), expires_at=clock.now() - timedelta(minutes=1))
    Visit.objects.filter(pk=visit.pk).update(confirm_by=clock.now() - timedelta(seconds=1))

    first = run()
    assert {
        label: count for label, count in first.items() if count and label not in ("notices sent", "rows sealed")
    } == {
        "appointments begun": 1,
        "appointments expired": 1,
        "offers of appointment lapsed": 1,
        "coaching offers expired": 1,
        "visit logs confirmed by the clock": 1,
    }
    states = dict(Appointment.objects.filter(pk__in=[begins.pk, ends.pk, lapses.pk]).values_list("pk", "state"))
    assert states == {
        begins.pk: AppointmentState.ACTIVE,
        ends.pk: AppointmentState.EXPIRED,
        lapses.pk: AppointmentState.LAPSED,
    }
    assert MatchProposal.objects.get(pk=offer.pk).state == ProposalState.EXPIRED
    assert Visit.objects.get(pk=visit.pk).state == VisitState.CONFIRMED
    assert first["notices sent"] == len(mail.outbox)
    assert any("기록이 맞는지" in message.subject for message in mail.outbox)

    sent = len(mail.outbox)
    assert set(run().values()) == {0}
    assert len(mail.outbox) == sent


def test_a_row_that_cannot_be_moved_stops_no_other_row_and_no_other_part() -> None:
    visit = visits.log(make.engagement())
    Visit.objects.filter(pk=visit.pk).update(confirm_by=clock.now() - timedelta(seconds=1))
    corps = visit.engagement.appointment.body
    coming = {"state": AppointmentState.ACCEPTED, "starts_on": clock.today(), "letter_no": ""}
    # Nobody ever accepted it: the database refuses the term.
    broken = make.appointment(corps, accepted_at=None, **coming)
    fine = make.appointment(corps, **coming)
    out, err = StringIO(), StringIO()
    with pytest.raises(ExceptionGroup) as caught:
        call_command("tick", stdout=out, stderr=err)
    assert [type(error) for part in caught.value.exceptions for error in part.exceptions] == [IntegrityError]  # type: ignore[attr-defined]
    assert err.getvalue() == "appointments begun: failed\n"
    assert "visit logs confirmed by the clock: 1\n" in out.getvalue()
    states = dict(Appointment.objects.filter(pk__in=[broken.pk, fine.pk]).values_list("pk", "state"))
    assert states == {broken.pk: AppointmentState.ACCEPTED, fine.pk: AppointmentState.ACTIVE}


def test_one_failing_part_stops_no_other_and_fails_the_run() -> None:
    def broken() -> int:
        raise OSError("the disk is full")

    out, err = StringIO(), StringIO()
    with emptied(due.PARTS):
        due.PARTS.add("broken", broken)
        due.PARTS.add("fine", lambda: 3)
        with pytest.raises(ExceptionGroup) as caught:
            call_command("tick", stdout=out, stderr=err)
    assert [str(error) for error in caught.value.exceptions] == ["the disk is full"]
    assert (out.getvalue(), err.getvalue()) == ("fine: 3\n", "broken: failed\n")
