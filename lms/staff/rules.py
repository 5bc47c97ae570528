from lms.accounts.enums import Role
from lms.accounts.models import Centre, User
from lms.accounts.rules import Person, has_role, is_self

CONFIRMING = (Role.COORDINATOR, Role.MANAGER)


def may_reset_second_factor(user: Person, person: User, centre: Centre | int) -> bool:
    """One of the two of the centre; never the person, and whoever runs the site is neither: they have a command."""
    return has_role(user, centre, *CONFIRMING) and not is_self(user, person.pk)


def is_enough_together(one: User, other: User, centre: Centre | int) -> bool:
    """Two different people, at least one of them a manager."""
    return one.pk != other.pk and (has_role(one, centre, Role.MANAGER) or has_role(other, centre, Role.MANAGER))
