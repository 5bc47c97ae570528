"""Which terms an expert served, and whether the expert writes logs of them. A visit is judged by its own day: a term that
ended as terms end is still logged; who was suspended or dismissed, or lost the certificate, leaves it to the office."""

from collections.abc import Sequence
from datetime import date

from django.db.models import BooleanField, Case, Value, When

from lms.common import clock
from lms.common.records import statelog
from mentoring.corps.enums import SERVED, AppointmentState, BodyKind
from mentoring.corps.models import Appointment, ExpertProfile
from mentoring.corps.queries.appointments import lost_certificate

_S = AppointmentState
BARRED = frozenset({_S.SUSPENDED, _S.DISMISSED})


def terms_of(expert: ExpertProfile) -> list[Appointment]:
    """Those that have begun, the latest first, each with `lost`: it rests on a certificate that stands no more."""
    lost = Case(When(lost_certificate(), then=Value(True)), default=Value(False), output_field=BooleanField())
    rows = Appointment.objects.filter(
        person_id=expert.person_id,
        centre_id=expert.centre_id,
        body__kind=BodyKind.CORPS,
        state__in=SERVED - {_S.ACCEPTED},
    )
    return list(rows.annotate(lost=lost).order_by("-starts_on", "-pk"))


def covering(terms: Sequence[Appointment], day: date) -> list[Appointment]:
    return [term for term in terms if _covers(term, day)]


def writes_itself(expert: ExpertProfile, terms: Sequence[Appointment], day: date | None = None) -> bool:
    """Whether the expert writes logs; with `day`, those of that day."""
    running = [term for term in covering(terms, clock.today()) if term.state == _S.ACTIVE]
    stands = any(_in_good_standing(term) for term in running or terms[:1])
    then = covering(terms, day) if day else []
    return expert.person.is_active and stands and (not then or any(_in_good_standing(term) for term in then))


def _in_good_standing(term: Appointment) -> bool:
    return term.state not in BARRED and not term.lost  # type: ignore[attr-defined]


def _covers(term: Appointment, day: date) -> bool:
    last = min(filter(None, (term.ends_on, term.ended_on, _suspended_on(term))), default=date.max)
    return term.starts_on <= day <= last


def _suspended_on(term: Appointment) -> date | None:
    """Nothing is done for the centre from the day after on."""
    if term.state != _S.SUSPENDED:
        return None
    step = statelog.history(term).filter(action="suspend").last()
    return step.at.astimezone(clock.SEOUL).date() if step else None
