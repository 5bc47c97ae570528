"""What happens to a request and concerns those who build on it. Receivers run in the caller's transaction."""

from django.dispatch import Signal

# A community takes its request back: `sender` CoachingRequest, `request` the locked row before it moves, `actor`, `reason`.
request_cancelling = Signal()

# A coaching rests or is over: `sender` Engagement, `engagement` the locked row after it moved, `actor`.
coaching_stopped = Signal()
