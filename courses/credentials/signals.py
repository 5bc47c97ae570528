"""What happens to a certificate and concerns those who build on it. Receivers run in the caller's transaction."""

from django.dispatch import Signal

# It proves nothing any more, and no other took its place: `sender` Certificate, `certificate` the row. It was revoked, or is
# as it was, and its completion was withdrawn.
certificate_lost = Signal()
