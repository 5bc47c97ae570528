"""Whose name and contacts are open to a centre: of people who said yes to it themselves, by joining its staff, applying,
or accepting an invitation or an appointment there. Of everybody else a centre learns nothing, whatever its office types.

Each topic enters what counts as a yes in it: the rows that only the person's own step, or this rule, can make.
"""

from collections.abc import Callable, Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lms.accounts.models import Centre, Membership, User
from lms.common.errors import DomainError
from lms.common.registry import Registry

SAID_YES: Registry[Callable[[int], QuerySet[User, int]]] = Registry("what counts as a yes to a centre")


def people_of(centre: Centre | int) -> QuerySet[User]:
    centre_id = centre if isinstance(centre, int) else centre.pk
    said = Q()
    for ids in SAID_YES.values():
        said |= Q(pk__in=ids(centre_id))
    return User.objects.filter(said)


def known_with_addresses(centre: Centre | int, emails: Iterable[str]) -> QuerySet[User]:
    """Those of the centre's own people who have an open account. Addresses are kept in small letters."""
    return people_of(centre).filter(email__in=[email.lower() for email in emails], is_active=True)


def check_said_yes(person: User, centre: Centre | int) -> None:
    if not people_of(centre).filter(pk=person.pk).exists():
        raise DomainError(
            _("This person has not joined anything at this centre yet. Please invite them first."), code="unknown_here"
        )


def staff(centre_id: int) -> QuerySet[User, int]:
    return Membership.objects.filter(centre=centre_id).values("person")  # type: ignore[return-value]
