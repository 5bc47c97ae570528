"""Who is staff of what. Views ask these; the rows themselves are scoped by `visible_to` querysets built on them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser

from lms.accounts.models import Centre, Membership, Role, User

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
    return _administers(user) or has_role(user, centre, Role.COORDINATOR, Role.MANAGER)


def may_give_roles(user: Person, centre: Centre | int) -> bool:
    return _administers(user) or has_role(user, centre, Role.MANAGER)


def _administers(user: Person) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_superuser)
