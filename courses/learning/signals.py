"""What happens to completions and concerns those who build on them. Receivers run in the caller's transaction."""

from django.dispatch import Signal

# Two people took it back: `sender` CompletionWithdrawal, `completion` its locked run's and person's, which stands no more.
completion_withdrawn = Signal()
