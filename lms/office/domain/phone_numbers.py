"""Which of the accounts that share a phone number it signs in to."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.contacts import people_of
from lms.accounts.domain.guards import check_account_open, not_staff
from lms.accounts.models import Centre, User
from lms.accounts.rules import is_self, may_give_numbers
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.models import StateChange
from lms.common.records import statelog
from lms.common.records.reasons import check_reason
from lms.common.text import korean
from lms.notifications.domain import notify


@transaction.atomic
def give_number(*, person: User, centre: Centre, actor: User, reason: str) -> User:
    """From now on the number of this person of the centre opens their account. They and whoever else has the number are
    told how they sign in; nobody learns who the others are. Pressed twice it is given once."""
    if not may_give_numbers(actor, centre) or not people_of(centre).filter(pk=person.pk).exists():
        raise not_staff()
    if is_self(actor, person.pk):
        raise NotAllowed(_("Nobody gives a number to themselves. Please ask a colleague."), code="own_number")
    # Two of the accounts that have the number may be given it at once: their rows make both queue.
    holders = {
        row.pk: row for row in User.objects.select_for_update(no_key=True).filter(phone=person.phone).order_by("pk")
    }
    person = holders.get(person.pk) or _changed()
    check_account_open(person)
    if not person.phone:
        raise DomainError(_("This person has no phone number."), code="no_number")
    if User.objects.opened_by(person.phone) == person:
        return person
    reason = check_reason(reason)
    others = [row for row in holders.values() if row != person]
    User.objects.filter(pk__in=[row.pk for row in others]).update(phone_given_at=None)
    person.phone_given_at = clock.now()
    person.save(update_fields=["phone_given_at"])
    change = statelog.record(person, action="give_number", actor=actor, reason=reason, is_locked=True)
    said = _("Your phone number signs you in now."), _("Your e-mail address does, too.")
    _tell(person, change, *said, centre=centre)
    for other in others:
        if other.is_active:
            _tell(
                other,
                change,
                _("Your phone number doesn't sign you in any more."),
                _("Somebody else has the same number, and it opens their account now. Please sign in with %(email)s.")
                % {"email": other.email},
            )
    return person


def _changed() -> User:
    raise DomainError(_("This person's number has changed meanwhile. Please look at the page again."), code="changed")


def _tell(person: User, change: StateChange, title: str, text: str, *, centre: Centre | None = None) -> None:
    """`centre` hears of a mail that does not arrive. Who has the number besides is no business of it."""
    named = korean.phone(person.phone)
    notify(
        person=person,
        centre=centre.pk if centre else None,
        kind="phone_number",
        key=f"phone_number:{change.pk}:{person.pk}",
        title=f"{title} ({named})",
        text=text,
        path=reverse("profile"),
    )
