"""Terms as their holders and the office read them, and who could be appointed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from courses.credentials.models import Certificate
from lms.accounts.models import Centre, User
from lms.common import clock
from lms.common.models import StateChange
from mentoring.corps.enums import IN_OFFICE, SEATED, AppointmentSource, AppointmentState, BodyKind
from mentoring.corps.models import Appointment, Body
from mentoring.corps.rules import corps_term, still_offered

RENEW_WITHIN = timedelta(days=90)  # before the end of a term, and after it
_A = AppointmentState
ENDED = (_A.DECLINED, _A.WITHDRAWN, _A.LAPSED, _A.RESIGNED, _A.DISMISSED, _A.EXPIRED, _A.ENDED)


def active_corps_appointment(person: User, on: date, *, centre: Centre | None = None) -> Appointment | None:
    """The term that lets a person coach on that day. State and dates both count: a late `tick` grants nothing."""
    rows = Appointment.objects.filter(corps_term(on), person=person, person__is_active=True)
    if centre is not None:
        rows = rows.filter(centre=centre)
    return rows.select_related("body", "centre").order_by("-starts_on", "-pk").first()


def own(person: User) -> QuerySet[Appointment]:
    return Appointment.objects.visible_to(person).filter(person=person).select_related("body", "centre")


def to_show_at_home(person: User) -> list[Appointment]:
    """Offers to answer first, then terms that run or are about to."""
    rows = own(person).filter(
        Q(state=_A.OFFERED, offer_expires_on__gte=clock.today()) | Q(state=_A.ACCEPTED) | Q(state__in=IN_OFFICE)
    )
    return sorted(rows, key=lambda row: (row.state != _A.OFFERED, row.starts_on, row.pk))


def latest_with_letter(person: User) -> Appointment | None:
    return own(person).exclude(letter_no="").order_by("-starts_on", "-pk").first()


def latest_signed(person: User) -> Appointment | None:
    return own(person).exclude(signed_name="").order_by("-accepted_at", "-pk").first()


def renewals_due(centre: Centre) -> QuerySet[Appointment]:
    """Active terms that end within 90 days and have no further term in hand."""
    today = clock.today()
    rows = Appointment.objects.filter(
        still_offered(today, "body__"),
        centre=centre,
        state=_A.ACTIVE,
        body__renewable=True,
        ends_on__range=(today, today + RENEW_WITHIN),
        renewal__isnull=True,
    )
    return rows.select_related("body", "person").order_by("ends_on", "person__name", "pk")


def lost_certificate() -> Q:
    """Terms that rest on a certificate which doesn't stand any more, with no other of the same course, and that nobody
    decided to keep without it. A certificate that was issued anew is another one that stands."""
    stands = Certificate.objects.proving().filter(
        person=OuterRef("person"), course_key=OuterRef("certificate__course_key")
    )
    rests = Q(certificate__isnull=False, exception_reason="") & ~Q(source=AppointmentSource.EX_OFFICIO)
    return rests & Q(~Exists(stands))


def held_back() -> Q:
    """What keeps an accepted term from beginning."""
    return lost_certificate() | Q(person__is_active=False)


def is_held_back(appointment: Appointment) -> bool:
    return Appointment.objects.filter(held_back(), pk=appointment.pk).exists()


def has_lost_certificate(appointment: Appointment) -> bool:
    return Appointment.objects.filter(lost_certificate(), pk=appointment.pk).exists()


def to_decide(centre: Centre) -> QuerySet[Appointment]:
    """The office keeps, suspends, dismisses or takes back."""
    rows = Appointment.objects.filter(lost_certificate() | Q(held_back(), state=_A.ACCEPTED), centre=centre)
    rows = rows.filter(state__in=SEATED)
    return rows.select_related("body", "person", "certificate").order_by("person__name", "pk")


def with_loss(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """`lost_at`, since when the office has to decide: the certificate was revoked, its completion withdrawn, or the account
    closed. What tells none of them counts from when the term was accepted or offered."""
    revoked = StateChange.objects.filter(
        subject="credentials.certificate", subject_id=OuterRef("certificate_id"), action="revoked"
    )
    moment = Subquery(revoked.order_by("-at", "-pk").values("at")[:1])
    withdrawn = F("certificate__completion__withdrawal__withdrawn_at")
    told = [moment, withdrawn, F("person__erased_at"), F("accepted_at"), F("offered_at")]
    return rows.annotate(lost_at=Coalesce(*told, Value(clock.now())))


@dataclass(frozen=True)
class Eligible:
    person: User
    body: Body
    certificate: Certificate


def eligible(centre: Centre, bodies: Iterable[Body]) -> list[Eligible]:
    """Graduates who could be appointed to one of these: the certificate the body asks for, no term there open or under way,
    not barred."""
    graduates: list[Eligible] = []
    for body in (one for one in bodies if one.kind == BodyKind.CORPS and one.required_course):
        has_one = Appointment.objects.filter(
            body=body, person=OuterRef("person"), state__in=[*SEATED, AppointmentState.DRAFT]
        )
        rows = Certificate.objects.proving().filter(
            centre=centre, course_key=body.required_course, person__is_active=True
        )
        barred = Appointment.objects.filter(
            body=body,
            person=OuterRef("person"),
            state=AppointmentState.DISMISSED,
            barred_until__gt=clock.today(),
        )
        rows = (
            rows.exclude(Exists(has_one))
            .exclude(Exists(barred))
            .select_related("person")
            .order_by("person__name", "-issued_at", "pk")
        )
        seen: set[int] = set()
        for certificate in rows:
            if certificate.person_id not in seen:
                seen.add(certificate.person_id)
                graduates.append(Eligible(certificate.person, body, certificate))
    return graduates


def is_in_term(user: User) -> bool:
    return active_corps_appointment(user, clock.today()) is not None


def last_term(user: User) -> Appointment | None:
    """The term that a person without a running one looks back at."""
    rows = Appointment.objects.filter(person=user, body__kind="corps", starts_on__lte=clock.today())
    return rows.select_related("centre", "body").order_by("-starts_on", "-pk").first()


def centres_of(person: User) -> QuerySet[Appointment, Any]:
    """Where somebody serves, or is asked to."""
    told = [_A.OFFERED, _A.ACCEPTED, _A.ACTIVE, _A.SUSPENDED]
    return Appointment.objects.filter(person=person, state__in=told).values("centre_id")
