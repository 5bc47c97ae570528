"""What happens to a certificate and concerns those who build on it. Receivers run in the caller's transaction."""

from django.dispatch import Signal

# It stands no more, and no other took its place: `sender` Certificate, `certificate` the locked row after it moved.
certificate_lost = Signal()
