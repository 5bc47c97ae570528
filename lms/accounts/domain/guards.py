"""What is said, in one place, to somebody without the role that a step asks for."""

from django.utils.translation import gettext as _

from lms.accounts.models import Centre, User
from lms.accounts.rules import may_coordinate
from lms.common.errors import DomainError, NotAllowed


def not_coordinator() -> NotAllowed:
    message = _("Only a coordinator of this centre can do this. Please ask one of them.")
    return NotAllowed(message, code="not_coordinator")


def not_manager() -> NotAllowed:
    return NotAllowed(_("Only the centre manager can do this. Please ask the manager."), code="not_manager")


def not_staff() -> NotAllowed:
    """Where coordinators and the manager may alike."""
    return NotAllowed(_("Only the coordinators and the manager of this centre can do this."), code="not_staff")


def check_coordinator(actor: User, centre: Centre | int) -> None:
    if not may_coordinate(actor, centre):
        raise not_coordinator()


def check_account_open(person: User) -> None:
    """Of somebody else whom a step is about."""
    if not person.is_active:
        message = _("This account is closed. Please ask the person to open it again.")
        raise DomainError(message, code="closed_account")
