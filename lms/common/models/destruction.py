from django.db import models


class Destruction(models.Model):
    """The permit under which rows of an append-only table may go: one row of it, or those older than a moment. It holds
    inside one transaction only; the line stays, and tells why what was sealed is not there any more."""

    subject = models.CharField(max_length=60)  # "common.statechange"
    row_id = models.BigIntegerField(null=True)
    older_than = models.DateTimeField(null=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(row_id=None) ^ models.Q(older_than=None), name="common_destruction_of_one_or_by_age"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.row_id or f'before {self.older_than}'}"
