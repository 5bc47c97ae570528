"""People as a centre's office sees them: whoever said yes to this centre, and of them the rows of this centre."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from courses.credentials.models import Certificate
from courses.runs.models import Enrolment
from lms.accounts.models import Centre, Membership, User
from lms.common import clock
from mentoring.communities.models import CommunityMembership
from mentoring.communities.rules import in_force
from mentoring.corps.enums import BodyKind
from mentoring.corps.models import Appointment
from mentoring.corps.rules import corps_term


def _rows_of(centre: Centre) -> dict[str, QuerySet[Any]]:
    today = clock.today()
    me = {"person": OuterRef("pk")}
    appointed = Appointment.objects.filter(centre=centre, **me)
    in_community = CommunityMembership.objects.filter(community__centre=centre, **me)
    return {
        "learner": Enrolment.objects.filter(centre=centre, **me),
        "expert": appointed.filter(corps_term(today)),
        "council": appointed.filter(body__kind=BodyKind.COUNCIL, state="active"),
        "community": in_community.filter(in_force(today)),
        "staff": Membership.objects.held().filter(centre=centre, **me),
    }


def of_kind(kind: str, centre: Centre) -> Q:
    return Q(Exists(_rows_of(centre)[kind]))


def with_kinds(rows: QuerySet[User], centre: Centre) -> QuerySet[User]:
    """Each with what they are here: as flags named `is_…_here`, and their staff roles by name as `roles_here`."""
    roles = Membership.objects.held().filter(centre=centre).order_by("role")
    flags = {f"is_{kind}_here": Exists(found) for kind, found in _rows_of(centre).items() if kind != "staff"}
    return rows.annotate(**flags).prefetch_related(Prefetch("memberships", roles, to_attr="roles_here"))


@dataclass(frozen=True)
class PersonPage:
    roles: QuerySet[Membership]
    enrolments: QuerySet[Enrolment]
    certificates: QuerySet[Certificate]
    appointments: QuerySet[Appointment]
    communities: QuerySet[CommunityMembership]


def page_of(person: User, centre: Centre) -> PersonPage:
    here = {"centre": centre, "person": person}
    return PersonPage(
        roles=Membership.objects.open().filter(**here).order_by("role"),
        enrolments=Enrolment.objects.filter(**here).select_related("run", "version").order_by("-applied_at", "-pk"),
        certificates=Certificate.objects.filter(**here).select_related("completion__enrolment__version"),
        appointments=Appointment.objects.filter(**here).select_related("body").order_by("-starts_on", "pk"),
        communities=CommunityMembership.objects.filter(person=person, community__centre=centre)
        .select_related("community")
        .order_by("ended_on", "-since"),
    )
