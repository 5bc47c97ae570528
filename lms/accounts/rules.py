"""Who is staff of what. Views ask these; the rows themselves are scoped by `visible_to` querysets built on them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from lms.accounts.models import Centre, Membership, Role, User
from lms.accounts.models.centre import OFFICE_ROLES

if TYPE_CHECKING:
    Person = User | AnonymousUser
else:
    Person = Any


def roles_of(user: Person) -> dict[int, set[str]]:
    """Centre id → the roles that the person holds there now. Asked once a request, so kept on the user object."""
    if not user.is_authenticated or not user.is_active:
        return {}
    cached: dict[int, set[str]] | None = getattr(user, "_roles_by_centre", None)
    if cached is None:
        cached = {}
        rows = Membership.objects.filter(person_id=user.pk, ended_on__isnull=True)
        for centre_id, role in rows.values_list("centre_id", "role"):
            cached.setdefault(centre_id, set()).add(role)
        user._roles_by_centre = cached  # type: ignore[attr-defined]
    return cached


def centre_ids(user: Person, roles: Iterable[Role]) -> set[int]:
    """The centres at which the person holds one of these roles."""
    wanted = set(roles)
    return {centre_id for centre_id, held in roles_of(user).items() if held & wanted}


def has_role(user: Person, centre: Centre | int, *roles: Role) -> bool:
    centre_id = centre if isinstance(centre, int) else centre.pk
    return bool(roles_of(user).get(centre_id, set()) & set(roles))


def has_any_role(user: Person, *roles: Role) -> bool:
    return bool(centre_ids(user, roles))


def may_invite(user: Person, centre: Centre | int) -> bool:
    """People without a staff role: residents, representatives, experts to be."""
    return may_see_everything(user) or has_role(user, centre, Role.COORDINATOR, Role.MANAGER)


def may_give_roles(user: Person, centre: Centre | int) -> bool:
    return may_see_everything(user) or has_role(user, centre, Role.MANAGER)


NOBODY = Q(pk__in=[])


def may_see_everything(user: Person) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


def of_office(user: Person, path: str = "centre") -> Q:
    """Rows of the centres where the person is coordinator, manager or auditor."""
    return Q() if may_see_everything(user) else Q(**{f"{path}__in": centre_ids(user, OFFICE_ROLES)})


def of_coordinator(user: Person, path: str = "centre") -> Q:
    return Q() if may_see_everything(user) else Q(**{f"{path}__in": centre_ids(user, [Role.COORDINATOR])})


def may_coordinate(user: Person, centre_id: int) -> bool:
    """May act on the centre's requests, engagements and logs; managers and auditors read them."""
    return may_see_everything(user) or has_role(user, centre_id, Role.COORDINATOR)


def may_open_office(user: Person) -> bool:
    return may_see_everything(user) or bool(centre_ids(user, OFFICE_ROLES))


def may_read_records(user: Person, centre_id: int) -> bool:
    """Who read what, and who changed what: those who answer for the centre, and those who check it."""
    return may_see_everything(user) or has_role(user, centre_id, Role.MANAGER, Role.AUDITOR)


def may_export_lists(user: Person, centre_id: int) -> bool:
    return may_see_everything(user) or has_role(user, centre_id, Role.COORDINATOR, Role.MANAGER)


def may_export_records(user: Person, centre_id: int) -> bool:
    return may_see_everything(user) or has_role(user, centre_id, Role.MANAGER)
