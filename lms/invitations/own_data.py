from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.models import User
from lms.invitations.models import Invitation
from lms.privacy.enums import Term
from lms.privacy.queries.terms import told
from lms.privacy.registries import OwnData, Row


def _invitations(person: User) -> Sequence[Row]:
    """Open ones are not shown: whoever typed an address on joining has not proved that it is theirs."""
    rows = Invitation.objects.filter(accepted_by=person).select_related("centre").order_by("accepted_at", "pk")
    return [
        {
            _("Centre"): row.centre.name,
            _("Role"): row.get_role_display(),
            _("Invited"): row.created_at,
            _("Accepted"): row.accepted_at,
        }
        for row in rows
    ]


INVITATIONS = OwnData(
    gettext_lazy("Invitations"),
    gettext_lazy("name, e-mail address, phone number (if the centre knows it), what you were invited for"),
    gettext_lazy("To let people join whom the centre has asked to."),
    lambda: (
        _("Name and addresses until it is accepted or withdrawn, at the latest %(months)s months after it ended")
        % {"months": told(Term.INVITATIONS)}
    ),
    _invitations,
)
