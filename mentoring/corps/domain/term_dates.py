"""The first day of a term and the day after its last."""

import re

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lms.accounts.models import Centre, User
from lms.common import clock
from lms.common.errors import DomainError
from lms.common.records import transitions
from lms.common.text.korean import ko_date
from mentoring.corps.domain.guards import check_step
from mentoring.corps.domain.notices import flag_open_engagements, tell_person
from mentoring.corps.enums import IN_OFFICE, AppointmentState, BodyKind, MemberRole
from mentoring.corps.models import Appointment, ExpertProfile
from mentoring.corps.queries.appointments import is_held_back
from mentoring.corps.signals import term_stopped


@transaction.atomic
def start_term(*, appointment: Appointment, actor: User | None = None) -> Appointment:
    """The first day of the term: the letter gets its number, a corps member a profile. `actor` None is the clock."""
    if actor is not None:
        check_step(actor, appointment, "start")
    appointment = transitions.lock(appointment)
    if appointment.state == AppointmentState.ACTIVE:
        return appointment
    transitions.check(appointment, "start")
    if clock.today() < appointment.starts_on:
        raise DomainError(
            _("The term begins on {date}.").format(date=ko_date(appointment.starts_on)), code="before_first_day"
        )
    _check_can_begin(appointment)
    _begin(appointment, actor=actor)
    return appointment


def _check_can_begin(appointment: Appointment) -> None:
    """It waits in the office's queue until somebody decides."""
    if is_held_back(appointment):
        message = _(
            "This term can't begin: the certificate proves nothing any more, or the account is closed. The office decides."
        )
        raise DomainError(message, code="held_back")


def begin_if_due(appointment: Appointment) -> None:
    """Accepted on or after the first day: the term runs at once, not from the next tick."""
    if appointment.starts_on <= clock.today():
        _check_can_begin(appointment)
        _begin(appointment, actor=None)


def _begin(appointment: Appointment, *, actor: User | None) -> None:
    _close_earlier_term(appointment)
    number = _next_letter_number(appointment)
    transitions.move(appointment, "start", actor=actor, changes={"letter_no": number})
    if appointment.body.kind == BodyKind.CORPS:
        # Where the person never said where they live, the body's district stands until they do.
        ExpertProfile.objects.get_or_create(
            centre_id=appointment.centre_id,
            person=appointment.person,
            defaults={"dong": appointment.person.dong or appointment.body.region},
        )
    tell_person(
        appointment,
        "started",
        _("Your term in {body} begins. Your letter of appointment is ready.").format(body=appointment.body),
    )


def _close_earlier_term(appointment: Appointment) -> None:
    """A further term begins the day after the old one; whichever the clock comes to first, one seat is held at a time. So
    is the chair, whose next holder is another person."""
    before = Appointment.objects.filter(body=appointment.body, state__in=IN_OFFICE, ends_on__lt=clock.today())
    same = Q(person=appointment.person)
    if appointment.role == MemberRole.CHAIR:
        same |= Q(role=MemberRole.CHAIR)
    for old in before.filter(same).order_by("pk"):
        expire_term(appointment=old)


def _next_letter_number(appointment: Appointment) -> str:
    """서구-위촉-2026-07: counted through the year at each centre, over all its bodies."""
    # Two terms that start at once would read the same last number: the centre's row makes them queue.
    transitions.lock_by_id(Centre, appointment.centre_id)
    year = appointment.starts_on.year
    given = Appointment.objects.filter(centre_id=appointment.centre_id, letter_no__contains=f"-{year}-")
    numbers = [re.search(rf"-{year}-(\d+)", number) for number in given.values_list("letter_no", flat=True)]
    last = max((int(match[1]) for match in numbers if match), default=0)
    return f"{appointment.body.letter_prefix}-{year}-{last + 1:02d}"


@transaction.atomic
def expire_term(*, appointment: Appointment, actor: User | None = None) -> Appointment:
    """The last day has passed. Open engagements are pointed out to the coordinators; nothing is ended or deleted."""
    appointment = transitions.lock(appointment)
    if appointment.state == AppointmentState.EXPIRED:
        return appointment
    if appointment.ends_on is None or clock.today() <= appointment.ends_on:
        raise DomainError(_("The term has not ended yet."), code="term_runs")
    transitions.move(appointment, "expire", actor=actor, changes={"ended_on": appointment.ends_on})
    tell_person(appointment, "expired", _("Your term in {body} has ended. Thank you.").format(body=appointment.body))
    flag_open_engagements(appointment)
    term_stopped.send(Appointment, appointment=appointment, actor=actor)
    return appointment
