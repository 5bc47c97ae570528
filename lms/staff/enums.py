from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.common.records.machines import Lock, Machine, Words


class ResetState(models.TextChoices):
    """Of a second factor that was lost: two of the centre's staff take it away together."""

    ASKED = "asked", pgettext_lazy("second factor", "Asked for")
    STARTED = "started", pgettext_lazy("second factor", "Waiting for the second person")
    DONE = "done", pgettext_lazy("second factor", "Taken away")
    CALLED_OFF = "called_off", pgettext_lazy("second factor", "Called off")
    EXPIRED = "expired", pgettext_lazy("second factor", "Over without a second person")


_R = ResetState
OPEN_RESET = frozenset({_R.ASKED, _R.STARTED})

RESET_TRANSITIONS: dict[str, dict[str, str]] = {
    _R.ASKED: {"start": _R.STARTED, "call_off": _R.CALLED_OFF, "expire": _R.EXPIRED},
    _R.STARTED: {"confirm": _R.DONE, "call_off": _R.CALLED_OFF, "expire": _R.EXPIRED},
}

# The person's row is locked before it: whatever changes how somebody signs in queues there.
RESET = Machine(
    "staff.secondfactorreset",
    states=ResetState,
    table=RESET_TRANSITIONS,
    noun=pgettext_lazy("thing", "lost second check"),
    words={
        "ask": Words(pgettext_lazy("action", "loss reported")),
        "start": Words(pgettext_lazy("action", "first person confirmed"), _("Confirm as the first person")),
        "confirm": Words(pgettext_lazy("action", "second person confirmed"), _("Confirm and take the old one away")),
        "call_off": Words(pgettext_lazy("action", "called off"), _("Call it off")),
        "expire": Words(pgettext_lazy("action", "ran out")),
    },
    lock=(Lock("staff.secondfactorreset", related=("person", "centre", "started_by", "confirmed_by")),),
)
