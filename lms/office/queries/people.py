"""People as a centre's office sees them: whoever said yes to this centre, and of them the rows of this centre."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.credentials.models import Certificate
from courses.runs.models import Enrolment
from lms.accounts.contacts import people_of
from lms.accounts.models import Centre, Membership, User
from lms.common import clock
from mentoring.communities.models import CommunityMembership
from mentoring.communities.rules import in_force
from mentoring.corps.enums import BodyKind
from mentoring.corps.models import Appointment
from mentoring.corps.rules import corps_term

KINDS = ("learner", "expert", "council", "community", "staff")


def people_at(centre: Centre) -> QuerySet[User]:
    """Each with what they are here, as flags named `is_…_here`."""
    today = clock.today()
    me = {"person": OuterRef("pk")}
    appointed = Appointment.objects.filter(centre=centre, **me)
    in_community = CommunityMembership.objects.filter(community__centre=centre, **me)
    flags = {
        "is_learner_here": Exists(Enrolment.objects.filter(centre=centre, **me)),
        "is_expert_here": Exists(appointed.filter(corps_term(today))),
        "is_council_here": Exists(appointed.filter(body__kind=BodyKind.COUNCIL, state="active")),
        "is_community_here": Exists(in_community.filter(in_force(today))),
        "is_staff_here": Exists(Membership.objects.filter(centre=centre, ended_on__isnull=True, **me)),
    }
    return people_of(centre).annotate(**flags).select_related("dong").order_by("name", "pk")


def search(rows: QuerySet[User], *, text: str = "", kind: str = "") -> QuerySet[User]:
    if text:
        digits = "".join(letter for letter in text if letter.isdigit())
        found = Q(name__icontains=text) | Q(email__icontains=text)
        rows = rows.filter(found | Q(phone__contains=digits) if len(digits) >= 4 else found)
    return rows.filter(**{f"is_{kind}_here": True}) if kind in KINDS else rows


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
        roles=Membership.objects.filter(**here, ended_on__isnull=True).order_by("role"),
        enrolments=Enrolment.objects.filter(**here).select_related("run", "version").order_by("-applied_at", "-pk"),
        certificates=Certificate.objects.filter(**here).select_related("completion__enrolment__version"),
        appointments=Appointment.objects.filter(**here).select_related("body").order_by("-starts_on", "pk"),
        communities=CommunityMembership.objects.filter(person=person, community__centre=centre)
        .select_related("community")
        .order_by("ended_on", "-since"),
    )
