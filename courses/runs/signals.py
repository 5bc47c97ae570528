"""What happens to people in runs and concerns those who build on it. Receivers run in the caller's transaction."""

from django.dispatch import Signal

# Something of these people changed that a rule may ask for: `sender` the model of what changed, `people` their ids, `actor`.
# Sent once in a transaction, as its last step but for the end of a run: its receiver locks people and enrolments.
facts_changed = Signal()
