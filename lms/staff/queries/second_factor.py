"""What was reported as lost, and who may help."""

from django.db.models import QuerySet

from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, User
from lms.accounts.queries import holders_of
from lms.staff.models import SecondFactorReset
from lms.staff.rules import CONFIRMING


def open_reset(person: User) -> SecondFactorReset | None:
    rows = SecondFactorReset.objects.open().filter(person=person)
    return rows.select_related("person", "centre", "started_by").first()


def waiting_of(person: User) -> SecondFactorReset | None:
    return SecondFactorReset.objects.waiting().filter(person=person).first()


def waiting_at(centre: Centre) -> QuerySet[SecondFactorReset]:
    return SecondFactorReset.objects.waiting().filter(centre=centre).select_related("person", "started_by")


def last_of(person: User, centre: Centre) -> SecondFactorReset | None:
    return SecondFactorReset.objects.filter(person=person, centre=centre).select_related("person", "centre").first()


def confirming(person: User, centre: Centre) -> QuerySet[User]:
    """Who may be one of the two, by name."""
    return holders_of(centre, *CONFIRMING).exclude(pk=person.pk).order_by("name", "pk")


def are_enough(person: User, centre: Centre) -> bool:
    managers = holders_of(centre, Role.MANAGER).exclude(pk=person.pk)
    return confirming(person, centre).count() >= 2 and managers.exists()


def centre_of(person: User, centre: Centre | None = None) -> Centre | None:
    """This one, or the first at which two others could confirm, or else the first; none where the person is no staff."""
    held = Membership.objects.held().filter(person=person, **({"centre": centre} if centre else {}))
    centres = list(Centre.objects.filter(pk__in=held.values("centre")).order_by("pk"))
    return next((one for one in centres if are_enough(person, one)), centres[0] if centres else None)


def superusers() -> list[str]:
    """Whoever runs the site, by name."""
    rows = User.objects.filter(is_superuser=True, is_active=True).order_by("name", "pk")
    return list(rows.values_list("name", flat=True))
