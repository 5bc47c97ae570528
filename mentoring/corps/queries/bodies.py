from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lms.accounts.models import Centre
from lms.common import clock
from mentoring.corps.enums import IN_OFFICE, IN_PROCESS, SEATED, Share
from mentoring.corps.models import Body
from mentoring.corps.rules import still_offered


def bodies_of(centre: Centre) -> QuerySet[Body]:
    return Body.objects.filter(centre=centre)


def open_bodies_of(centre: Centre) -> QuerySet[Body]:
    """Those that people can be appointed to."""
    return bodies_of(centre).filter(still_offered(clock.today()))


def with_seats(bodies: QuerySet[Body]) -> QuerySet[Body]:
    """With `seats_used`: persons, not rows, as the seat rule counts them."""
    seated = Count("appointments__person", filter=Q(appointments__state__in=SEATED), distinct=True)
    return bodies.annotate(seats_used=seated).order_by("kind", "name")


def open_appointments(body: Body) -> dict[str, int]:
    """What hangs on it now: how many are in office, and how many on the way."""
    in_office, in_process = (Count("pk", filter=Q(state__in=states)) for states in (IN_OFFICE, IN_PROCESS))
    return body.appointments.aggregate(in_office=in_office, in_process=in_process)


@dataclass(frozen=True)
class Quorum:
    """How many it takes of those in office today. Who abstains is present, too."""

    present: int | None
    agree: int | None  # where no more than those come


def quorum_of(body: Body, in_office: int) -> Quorum:
    """None: nobody said how large a part, or there is nobody to count."""
    present = Share(body.quorum_present).least(in_office) if body.quorum_present and in_office else None
    agree = Share(body.quorum_agree).least(present) if body.quorum_agree and present else None
    return Quorum(present, agree)


def has_appointments(body: Body) -> bool:
    return body.appointments.exists()


def asked_courses() -> dict[str, str]:
    """Key of a course → the body that appoints those who completed it."""
    rows = Body.objects.filter(still_offered(clock.today())).exclude(required_course="").order_by("pk")
    return dict(rows.values_list("required_course", "name"))
