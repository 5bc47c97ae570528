from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, pairwise

from django.db.models import Count, F, Q

from lms.common.integrity import verify
from mentoring.corps.enums import SEATED, SERVED
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


ON_POSTGRESQL = {
    "corps.Appointment": frozenset({"corps_appointment_no_overlap"}),
}

CHECKS = {
    "seats_within_bodies": seats_within_bodies,
    "terms_do_not_overlap": terms_do_not_overlap,
}
