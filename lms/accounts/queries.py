from django.db.models import Q, QuerySet

from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership, Region, User


def holders_of(centre: Centre | int, *roles: Role) -> QuerySet[User]:
    """Who holds one of these roles there now, each once. Closed accounts are in no list."""
    held = Membership.objects.filter(centre=centre, role__in=roles, ended_on__isnull=True)
    return User.objects.filter(is_active=True, pk__in=held.values("person_id"))


def coordinators_of(centre: Centre | int) -> QuerySet[User]:
    return holders_of(centre, Role.COORDINATOR)


def district_of(centre: Centre) -> QuerySet[Region]:
    """The centre's region and the dongs of it."""
    return Region.objects.filter(Q(pk=centre.region_id) | Q(parent=centre.region_id)).order_by("code")


def dongs_of(centre: Centre) -> QuerySet[Region]:
    """Where people of the centre's district live."""
    return Region.objects.local().filter(parent=centre.region_id)
