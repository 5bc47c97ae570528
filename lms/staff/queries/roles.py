"""The staff of a centre."""

from dataclasses import dataclass

from lms.accounts.enums import Role
from lms.accounts.models import Centre, Membership
from lms.accounts.models.centre import StaffRoleQuerySet
from lms.accounts.namesakes import told_apart

MOST_PAST = 50


@dataclass(frozen=True)
class Held:
    """One role with the name that is one person's."""

    membership: Membership
    name: str


def roles_at(centre: Centre) -> StaffRoleQuerySet:
    return Membership.objects.filter(centre=centre).select_related("person", "centre")


def staff_of(centre: Centre) -> list[Held]:
    """Who holds a role or will, in the order of the roles, then by name."""
    rows = list(roles_at(centre).open())
    names = told_apart([row.person for row in rows], centre)
    order = {role: place for place, role in enumerate(Role.values)}
    rows.sort(key=lambda row: (order[row.role], row.person.name, row.pk))
    return [Held(row, names[row.person_id]) for row in rows]


def past_staff_of(centre: Centre) -> list[Membership]:
    """Who held a role, the last to end first, as far as a page goes."""
    return list(roles_at(centre).filter(ended_on__isnull=False).order_by("-ended_on", "-pk")[:MOST_PAST])
