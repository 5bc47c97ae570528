"""News of staff roles and of places for those who tell people of them. Receivers run in the caller's transaction."""

from django.dispatch import Signal

# A role was given, dated or ended: `sender` Membership, `membership`, and `change`, its row of the log.
role_changed = Signal()

# A newer list of places was written: `sender` Region, `changes`, and `change`, its line in the log of the site.
regions_imported = Signal()
