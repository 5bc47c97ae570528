"""News of staff roles for those who tell people of them. Receivers run in the caller's transaction."""

from django.dispatch import Signal

# A role was given, dated or ended: `sender` Membership, `membership`, and `change`, its row of the log.
role_changed = Signal()
