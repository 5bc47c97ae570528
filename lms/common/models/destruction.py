from django.db import models


class Destruction(models.Model):
    """The permit under which rows of an append-only table may go. It lives inside one transaction only."""

    subject = models.CharField(max_length=60)  # "common.statechange"
    older_than = models.DateTimeField()
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.subject} before {self.older_than}"
