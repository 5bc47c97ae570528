"""What happens to a term and concerns those who build on it. Receivers run in the caller's transaction."""

from django.dispatch import Signal

# A term is suspended, dismissed or over: `sender` Appointment, `appointment` the locked row after it moved, `actor`, who is
# None where it was the clock.
term_stopped = Signal()
