from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, pairwise

from django.db.models import Count, Exists, F, OuterRef, Q

from lms.common.integrity import verify
from lms.common.models import StateChange
from mentoring.corps.enums import IN_OFFICE, SEATED, SERVED, AppointmentSource
from mentoring.corps.models import Appointment, Body


def seats_within_bodies() -> Iterator[str]:
    seated = Count("appointments__person", filter=Q(appointments__state__in=SEATED), distinct=True)
    yield from verify.rows(Body.objects.annotate(seated=seated).filter(seated__gt=F("seats_max")))


def terms_do_not_overlap() -> Iterator[str]:
    served = Appointment.objects.filter(state__in=SERVED).order_by("body", "person", "starts_on", "pk")
    for _, terms in groupby(served, key=lambda term: (term.body_id, term.person_id)):
        yield from verify.rows(later for term, later in pairwise(terms) if later.starts_on < _first_day_after(term))


def _first_day_after(term: Appointment) -> date:
    if term.ended_on is not None:
        return term.ended_on
    return date.max if term.ends_on is None else term.ends_on + timedelta(days=1)


def letters_have_numbers() -> Iterator[str]:
    """A term that has begun has a letter, by which the person shows it."""
    yield from verify.rows(Appointment.objects.filter(state__in=IN_OFFICE, letter_no=""))


def members_have_certificates() -> Iterator[str]:
    """Whoever sits in a body that asks for a certificate has it, or there is a reason why not. A body that asks for
    another one meanwhile asks it of those who come."""
    asked_later = StateChange.objects.filter(
        subject=Body._meta.label_lower,
        subject_id=OuterRef("body"),
        action="settings",
        data__has_key="required_course",
        at__gt=OuterRef("offered_at"),
    )
    seated = Appointment.objects.filter(state__in=IN_OFFICE).exclude(source=AppointmentSource.EX_OFFICIO)
    asked = seated.exclude(body__required_course="").filter(~Exists(asked_later))
    yield from verify.rows(asked.filter(certificate=None, exception_reason=""))
    yield from verify.rows(seated.filter(certificate__isnull=False).exclude(certificate__person=F("person")))


ON_POSTGRESQL = {
    "corps.Appointment": frozenset({"corps_appointment_no_overlap"}),
}

CHECKS = {
    "seats_within_bodies": seats_within_bodies,
    "terms_do_not_overlap": terms_do_not_overlap,
    "letters_have_numbers": letters_have_numbers,
    "members_have_certificates": members_have_certificates,
}
