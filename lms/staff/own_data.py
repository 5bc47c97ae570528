from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts.models import User
from lms.privacy.enums import Term
from lms.privacy.queries.terms import told
from lms.privacy.registries import OwnData, Row
from lms.staff.models import SecondFactorReset


def _resets(person: User) -> Sequence[Row]:
    """Of the person's own. Who confirmed that of somebody else finds it among what they did."""
    rows = SecondFactorReset.objects.filter(person=person).select_related("started_by", "confirmed_by")
    return [
        {
            _("When"): row.opened_at,
            _("State"): row.get_state_display(),
            _("Who"): ", ".join(one.name for one in (row.started_by, row.confirmed_by) if one),
        }
        for row in rows.order_by("opened_at", "pk")
    ]


RESETS = OwnData(
    gettext_lazy("Lost second checks"),
    gettext_lazy("that you lost your second check, and who confirmed it"),
    gettext_lazy("To let you in again, and to prove that two people agreed."),
    lambda: _("At the latest %(months)s months after it ended") % {"months": told(Term.ACCESS_LOG)},
    _resets,
)
