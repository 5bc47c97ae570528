"""Invitations that wait for an answer, as the office lists them. They stand in no file: who is invited has said yes to
nothing yet."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from lms.accounts.deeds import Deed
from lms.accounts.lists import ListForm, OfficeList, Pile, Sort
from lms.accounts.models import Centre, User
from lms.accounts.rules import may_invite
from lms.common import clock
from lms.invitations import domain, queries
from lms.invitations.models import Invitation


class InvitationFilters(ListForm):
    q = forms.CharField(label=_("Name, e-mail or phone"), required=False, max_length=80)


def _valid() -> Q:
    return Q(expires_at__gt=clock.now())


def _over() -> Q:
    return Q(expires_at__lte=clock.now())


def _send_again(row: Invitation, actor: User, reason: str) -> Invitation:
    """A second press finds it waiting to leave, with its new link."""
    if row.sent_at is None and row.attempts == 0 and not domain.why_unusable(row):
        return row
    return domain.send_again(invitation=row, actor=actor)


def _withdraw(row: Invitation, actor: User, reason: str) -> Invitation:
    return domain.withdraw_invitation(invitation=row, actor=actor)


class Invitations(OfficeList[Invitation]):
    model = Invitation
    page = "office_invitations"
    title = _("Invitations")
    counted = ngettext_lazy("%(n)s waits for an answer", "%(n)s wait for an answer", "n")
    nothing = (_("Nobody waits for an answer."), _("Whom you invite stands here until they answer."))
    icon = "person"
    form = InvitationFilters
    search = ("name", "email")
    phone = "phone"
    day = "created_at"
    sorts: ClassVar[Mapping[str, Sort]] = {
        "new": Sort(_("The latest first"), ("-created_at",)),
        "old": Sort(_("The earliest first"), ("created_at",)),
        "name": Sort(_("By name"), ("name", "-created_at"), indexed=False),
    }
    piles: ClassVar[Mapping[str, Pile]] = {
        "": Pile(_("All"), Q, counted=False),
        "valid": Pile(_("Still valid"), _valid),
        "over": Pile(_("Over"), _over),
        "unsent": Pile(_("E-mail not sent"), queries.is_given_up),
    }
    deeds: ClassVar[Mapping[str, Deed]] = {
        "invitations_again": Deed(
            _("Send those chosen again"),
            ngettext_lazy(
                "%(n)s invitation leaves again within minutes.", "%(n)s invitations leave again within minutes.", "n"
            ),
            may_invite,
            _send_again,
            _("Each gets a new link for another week; the links of before open nothing any more."),
        ),
        "invitations_withdraw": Deed(
            _("Withdraw the invitations"),
            ngettext_lazy("%(n)s invitation is withdrawn.", "%(n)s invitations are withdrawn.", "n"),
            may_invite,
            _withdraw,
            _("Their links open nothing any more, and names and addresses are forgotten."),
        ),
    }

    def scope(self, user: User, centre: Centre) -> QuerySet[Invitation]:
        return Invitation.objects.open().filter(centre=centre)

    def names_of(self, rows: Sequence[Invitation], centre: Centre) -> dict[int, str]:
        return {row.pk: f"{row.name} · {row.email}" for row in rows}

    def figures(self, rows: QuerySet[Invitation], user: User, centre: Centre) -> QuerySet[Invitation]:
        return queries.with_senders(rows)


INVITATIONS = Invitations()
