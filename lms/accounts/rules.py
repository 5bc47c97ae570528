"""Who is staff of what. Views ask these; the rows themselves are scoped by `visible_to` querysets built on them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol, TypeGuard

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from lms.accounts.enums import CMS_ROLES, OFFICE_ROLES, Role
from lms.accounts.models import Centre, Membership, Region, User

if TYPE_CHECKING:
    Person = User | AnonymousUser
else:
    Person = Any


NOBODY = Q(pk__in=[])


# ── what a rule reads of a row. Rows import their topic's rules, which therefore say by shape what they ask, not by model.


class OfCentre(Protocol):
    @property
    def centre_id(self) -> int: ...


class OfPerson(Protocol):
    @property
    def person_id(self) -> int: ...


class OfPersonAtCentre(OfPerson, OfCentre, Protocol): ...


# ── who somebody is


def has_open_account(user: Person) -> TypeGuard[User]:
    """Who is signed in with an account that is not closed: nobody else may anything, whatever they were."""
    return bool(user.is_authenticated and user.is_active)


def is_self(user: Person, person_id: int) -> bool:
    return has_open_account(user) and user.pk == person_id


def may_see_everything(user: Person) -> bool:
    return has_open_account(user) and user.is_superuser


def roles_of(user: Person) -> dict[int, set[str]]:
    """Centre id → the roles that the person holds there now. Asked once a request, so kept on the user object."""
    if not has_open_account(user):
        return {}
    cached: dict[int, set[str]] | None = getattr(user, "_roles_by_centre", None)
    if cached is None:
        cached, centres = {}, {}
        held = Membership.objects.held().filter(person_id=user.pk)
        for row in held.select_related("centre").order_by("centre__name", "centre_id"):
            cached.setdefault(row.centre_id, set()).add(row.role)
            centres[row.centre_id] = row.centre
        user._roles_by_centre, user._centres = cached, centres  # type: ignore[attr-defined]
    return cached


def centres_of(user: Person, roles: Iterable[Role]) -> list[Centre]:
    """The centres at which the person holds one of these roles, by name; asked together with the roles."""
    ids = centre_ids(user, roles)
    kept: dict[int, Centre] = getattr(user, "_centres", {})
    return [centre for pk, centre in kept.items() if pk in ids]


def centre_ids(user: Person, roles: Iterable[Role]) -> set[int]:
    """The centres at which the person holds one of these roles."""
    wanted = set(roles)
    return {centre_id for centre_id, held in roles_of(user).items() if held & wanted}


def has_role(user: Person, centre: Centre | int, *roles: Role) -> bool:
    centre_id = centre if isinstance(centre, int) else centre.pk
    return bool(roles_of(user).get(centre_id, set()) & set(roles))


def has_any_role(user: Person, *roles: Role) -> bool:
    return bool(centre_ids(user, roles))


# ── scopes


def of_office(user: Person, path: str = "centre") -> Q:
    """Rows of the centres where the person is coordinator, manager or auditor."""
    return Q() if may_see_everything(user) else Q(**{f"{path}__in": centre_ids(user, OFFICE_ROLES)})


def of_coordinator(user: Person, path: str = "centre") -> Q:
    return Q() if may_see_everything(user) else Q(**{f"{path}__in": centre_ids(user, [Role.COORDINATOR])})


# ── what somebody is, and may


def is_office_of(user: Person, centre: Centre | int) -> bool:
    return may_see_everything(user) or has_role(user, centre, *OFFICE_ROLES)


def may_open_office(user: Person) -> bool:
    return may_see_everything(user) or has_any_role(user, *OFFICE_ROLES)


def may_open_cms(user: Person) -> bool:
    return may_see_everything(user) or has_any_role(user, *CMS_ROLES)


def may_coordinate(user: Person, centre: Centre | int) -> bool:
    """May act on the centre's runs, requests, engagements and logs; managers and auditors read them."""
    return may_see_everything(user) or has_role(user, centre, Role.COORDINATOR)


def may_manage(user: Person, centre: Centre | int) -> bool:
    """May decide what is the manager's alone: who is appointed, who has which role, how a body is made up."""
    return may_see_everything(user) or has_role(user, centre, Role.MANAGER)


def may_answer_for(user: Person, centre: Centre | int) -> bool:
    """Coordinator or manager: both answer for the centre's people and their data, and auditors only read them."""
    return may_see_everything(user) or has_role(user, centre, Role.COORDINATOR, Role.MANAGER)


def may_invite(user: Person, centre: Centre | int) -> bool:
    """People without a staff role: residents, representatives, experts to be."""
    return may_answer_for(user, centre)


def may_give_numbers(user: Person, centre: Centre | int) -> bool:
    """Say which of the accounts that share a phone number it signs in to."""
    return may_answer_for(user, centre)


def may_give_roles(user: Person, centre: Centre | int) -> bool:
    return may_manage(user, centre)


def may_keep_zones(user: Person, district: Region | int) -> bool:
    """Zones hang on the district: the managers of every centre there keep them together."""
    if may_see_everything(user):
        return True
    return Centre.objects.filter(region=district, pk__in=centre_ids(user, [Role.MANAGER])).exists()


def may_keep_regions(user: Person) -> bool:
    """The country's places are the whole installation's."""
    return may_see_everything(user)


def may_read_records(user: Person, centre: Centre | int) -> bool:
    """Who read what, and who changed what: those who answer for the centre, and those who check it."""
    return may_see_everything(user) or has_role(user, centre, Role.MANAGER, Role.AUDITOR)


def may_export_lists(user: Person, centre: Centre | int) -> bool:
    return may_answer_for(user, centre)


def may_export_records(user: Person, centre: Centre | int) -> bool:
    return may_manage(user, centre)
