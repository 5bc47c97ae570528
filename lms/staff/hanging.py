"""What hangs on a staff role, for whoever ends it: each topic above enters what it knows. None of it ends by itself."""

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _

from lms.accounts.enums import Role
from lms.accounts.models import Membership
from lms.accounts.queries import holders_of
from lms.common.records.hanging import Hanging
from lms.common.registry import Registry

HANGING: Registry[Callable[[Membership], Iterable[Hanging]]] = Registry("what hangs on a staff role")


def hanging_on(membership: Membership) -> list[Hanging]:
    return [found for provider in HANGING.values() for found in provider(membership)]


def last_of_role(membership: Membership) -> Iterator[Hanging]:
    others = holders_of(membership.centre, Role(membership.role)).exclude(pk=membership.person_id)
    if not others.exists():
        text = _("Nobody else at the centre holds it. What it does waits until you give it to somebody.")
        yield Hanging(membership.get_role_display(), text)
