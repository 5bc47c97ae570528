"""How long there is for a visit's log and for its answer, in days."""

TO_LOG = 30  # after the visit
TO_ANSWER = 7  # after the log was sent; then it is confirmed by silence
