"""Invitations with a staff role, whose links open nothing once their sender gives no roles any more."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts.enums import Role
from lms.accounts.models import Membership
from lms.common.records.hanging import Hanging
from lms.invitations.models import Invitation


def invitations(membership: Membership) -> Iterator[Hanging]:
    if membership.role != Role.MANAGER:
        return
    sent = Invitation.objects.open().filter(centre=membership.centre_id, invited_by=membership.person_id)
    for row in sent.exclude(role="").order_by("pk"):
        kind = _("Invitation that will open nothing until somebody else sends it again")
        yield Hanging(kind, f"{row.name}, {row.get_role_display()}", path=reverse("office_invitations"))
