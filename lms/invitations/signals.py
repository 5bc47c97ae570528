"""News of invitations for those who ask people to more than joining. Receivers run in the caller's transaction."""

from django.dispatch import Signal

# Somebody said yes: `sender` the invitation's model, `invitation`, and `person` who accepted it.
accepted = Signal()
