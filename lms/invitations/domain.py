"""Inviting somebody by a link, and what the link does when it is accepted."""

from collections.abc import Callable, Collection
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lms.accounts.domain.guards import not_manager, not_staff
from lms.accounts.domain.roles import give_role
from lms.accounts.models import Centre, User
from lms.accounts.rules import may_give_roles, may_invite
from lms.common import clock
from lms.common.errors import DomainError, NotAllowed
from lms.common.records import statelog
from lms.invitations.links import new_nonce
from lms.invitations.models import Invitation
from lms.invitations.signals import accepted
from lms.privacy.domain import consents
from lms.privacy.enums import ConsentSource, Purpose

VALID_FOR = timedelta(days=7)
SECOND_PRESS = timedelta(minutes=5)
ONE_PRESS = timedelta(minutes=1)  # of a button that sends, from an impatient finger
REQUIRED = (Purpose.AGE, Purpose.SERVICE)


def invite_person(
    *, centre: Centre, name: str, email: str, phone: str = "", role: str = "", about: str = "", actor: User
) -> Invitation:
    """The link leaves by e-mail. Sent twice it is one invitation; one that opens nothing makes room for the new one."""
    _check(actor, centre, role)
    email = User.objects.normalize_email(email).lower()
    with transaction.atomic():
        # Two presses at once: the centre's row is the lock, and the second finds the invitation of the first.
        Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
        there = Invitation.objects.open().filter(centre=centre, email__iexact=email).first()
        if there and not why_unusable(there):
            if there.role == role:
                return _mailed_anew(there, about) if about and there.about != about else there
            raise DomainError(
                _("This address is invited already, for something else. Please withdraw that first."), code="invited"
            )
        if there:
            _close(there, action="replaced", actor=actor)
        now = clock.now()
        made = Invitation.objects.create(
            centre=centre,
            name=name,
            email=email,
            phone=phone,
            role=role,
            about=about[:120],
            invited_by=actor,
            nonce=new_nonce(),
            created_at=now,
            expires_at=now + VALID_FOR,
        )
        statelog.record(made, action="invite_person", to_state="open", actor=actor, data={"role": role})
        return made


def send_again(*, invitation: Invitation, actor: User) -> Invitation:
    """A new link for another week; the old ones open nothing any more. The inviter is whoever sent it last. A second press
    sends nothing: the link of the first may have been handed on already."""
    _check(actor, invitation.centre, invitation.role)
    with transaction.atomic():
        row = _locked_open(invitation)
        last = statelog.history(row).order_by("number").last()
        if last and last.action == "send_again" and clock.now() - last.at < ONE_PRESS:
            return row
        row.nonce, row.expires_at, row.invited_by = new_nonce(), clock.now() + VALID_FOR, actor
        row.sent_at, row.attempts, row.tried_at = None, 0, None
        row.save()
        statelog.record(row, action="send_again", from_state="open", to_state="open", actor=actor)
        return row


def withdraw_invitation(*, invitation: Invitation, actor: User) -> Invitation:
    _check(actor, invitation.centre, invitation.role)
    with transaction.atomic():
        row = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if row.withdrawn_at:
            return row
        return _close(_locked_open(row), action="withdraw", actor=actor)


def accept_as_new(
    *, invitation: Invitation, name: str, phone: str, password: str, optional: Collection[Purpose]
) -> User:
    """Makes the account of the invited person. The link came by mail, so the address is theirs."""
    with transaction.atomic():
        row = Invitation.objects.select_for_update().get(pk=invitation.pk)  # two presses at once queue here
        _check_usable(row)
        person = _new_account(row, name, phone, password)
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
        for purpose in (*REQUIRED, *optional):
            consents.decide_consent(person=person, purpose=purpose, given=True, source=ConsentSource.INVITATION)
        return _accept(row, person)


def just_accepted_by(invitation: Invitation) -> User | None:
    """Whose account the first of two presses made; the second shows its password. Only for minutes: after that a used
    link is no other place to sign in."""
    row = Invitation.objects.select_related("accepted_by").get(pk=invitation.pk)
    recent = row.accepted_at is not None and clock.now() - row.accepted_at < SECOND_PRESS
    return row.accepted_by if recent else None


def accept_as(*, invitation: Invitation, person: User, proved: bool) -> User:
    """By somebody who is signed in with the invited address."""
    with transaction.atomic():
        # The person before the invitation, as leaving locks them: the two at once then wait and don't stop each other.
        person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        row = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if row.accepted_by_id == person.pk:
            return person
        _check_usable(row)
        if person.email.lower() != row.email.lower() or not person.is_active:
            raise NotAllowed(_("This invitation is for another address. Please sign out first."), code="other_address")
        if proved:
            EmailAddress.objects.filter(user=person, email__iexact=row.email).update(verified=True)
        return _accept(row, person)


def forget_invitations(person: User) -> None:
    """Who leaves takes open invitations to their proven address along."""
    own = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    for email in own:
        for row in Invitation.objects.open().filter(email__iexact=email):
            _close(row, action="withdraw", actor=person)


def _check(actor: User, centre: Centre, role: str) -> None:
    if not may_invite(actor, centre):
        raise not_staff()
    if role and not may_give_roles(actor, centre):
        raise not_manager()


def _check_usable(row: Invitation) -> None:
    """The link, whichever page showed it: judged by date, and by what its sender may still do."""
    if why := why_unusable(row):
        raise DomainError(_REASONS[why](), code=why)


def why_unusable(row: Invitation) -> str:
    """The code of the reason, or nothing. A role is given by a manager who is still one."""
    if row.accepted_at:
        return "accepted"
    if row.withdrawn_at or (row.role and not may_give_roles(row.invited_by, row.centre_id)):
        return "withdrawn"
    return "over" if row.is_over else ""


_REASONS: dict[str, Callable[[], str]] = {
    "accepted": lambda: _("This invitation was used already. Please sign in with the password that you chose then."),
    "withdrawn": lambda: _("The centre took this invitation back."),
    "over": lambda: _("This invitation was valid for 7 days and is over."),
}
ENDED = frozenset(_REASONS)


def reason_closed(code: str) -> str:
    return _REASONS[code]()


def _locked_open(invitation: Invitation) -> Invitation:
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.accepted_at or row.withdrawn_at:
        raise DomainError(_("This invitation is closed already."), code="closed")
    return row


def _new_account(row: Invitation, name: str, phone: str, password: str) -> User:
    refused = DomainError(_("There is an account with this address. Please sign in first."), code="has_account")
    if has_account(row):
        raise refused
    try:
        with transaction.atomic():  # somebody may join with the address at this moment
            return User.objects.create_user(row.email, password, name=name, phone=phone)
    except IntegrityError:
        raise refused from None


def has_account(row: Invitation) -> bool:
    return User.objects.filter(email__iexact=row.email).exists()


def _accept(row: Invitation, person: User) -> User:
    if row.role:
        give_role(person=person, centre=row.centre, role=row.role, actor=row.invited_by)
    row.accepted_at, row.accepted_by = clock.now(), person
    _save_without_names(row)
    accepted.send(Invitation, invitation=row, person=person)
    statelog.record(row, action="accept", from_state="open", to_state="accepted", actor=person, data={"role": row.role})
    return person


def _mailed_anew(row: Invitation, about: str) -> Invitation:
    """Asked to something more: the same link once more, with what it leads to now."""
    row.about, row.sent_at, row.attempts, row.tried_at = about[:120], None, 0, None
    row.save(update_fields=["about", "sent_at", "attempts", "tried_at"])
    return row


def _close(row: Invitation, *, action: str, actor: User) -> Invitation:
    row.withdrawn_at = clock.now()
    _save_without_names(row)
    statelog.record(row, action=action, from_state="open", to_state="withdrawn", actor=actor)
    return row


def _save_without_names(row: Invitation) -> None:
    """Closed it names nobody; the database holds that, too."""
    row.name = row.email = row.phone = ""
    row.save()
