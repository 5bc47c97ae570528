"""The e-mail address somebody signs in with: one for each person, and nobody has another's."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.common.errors import DomainError
from lms.common.records import statelog
from lms.signin.address_links import stamp


def change_address(*, person: User, email: str) -> str:
    """Whoever pressed the link in the mailbox has proved the address. Returns the address it was before; pressed twice,
    the second changes nothing and returns an empty text.

    `person` is as the link was judged by. Two links pressed at once, or a new password at that moment: the lock lets one
    go first, and what it changed ends the other.
    """
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=person.pk)
        if row.email == email:
            return ""
        if stamp(row) != stamp(person) or not row.is_active:
            raise DomainError(_("This link opens nothing any more"), code="over")
        before, row.email = row.email, email
        _save(row)
        EmailAddress.objects.filter(user=row).delete()
        EmailAddress.objects.create(user=row, email=email, primary=True, verified=True)
        statelog.record(row, action="change_address", actor=row)
        return before


def is_free(email: str) -> bool:
    return not User.objects.filter(email__iexact=email).exists()


def is_proved(person: User) -> bool:
    return EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=True).exists()


def proved_by_mail(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Who set a new password by the link in a mail has the mailbox."""
    EmailAddress.objects.filter(user=user, email__iexact=user.email).update(verified=True)


def _save(row: User) -> None:
    try:
        with transaction.atomic():  # somebody may join with the address at this moment
            row.save(update_fields=["email"])
    except IntegrityError:
        raise DomainError(
            _(
                "Somebody has joined with this address meanwhile. If it was you, sign in with it or ask for a new password."
            ),
            code="address_taken",
        ) from None
