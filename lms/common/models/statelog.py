from django.conf import settings
from django.db import models


class StateChange(models.Model):
    """One row for each change of state: who, when, from what to what, and why. Append-only. The rows of one object are
    numbered without a gap, so that one that is gone leaves its place empty."""

    subject = models.CharField(max_length=60)  # "runs.enrolment"
    subject_id = models.BigIntegerField()
    number = models.PositiveIntegerField()  # 1..n of the object
    centre_id = models.BigIntegerField(null=True)  # an id, not a key: the log outlives what it tells of
    action = models.CharField(max_length=40)
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30, blank=True)
    # null: the clock
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    # where it came from; empty for the clock and for commands
    ip = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "subject_id", "at"], name="statechange_subject"),
            models.Index(fields=["centre_id", "at"], name="statechange_centre"),
        ]
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "subject_id", "number"], name="common_statechange_number")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id}: {self.from_state} → {self.to_state}"
