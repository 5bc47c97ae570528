from django.db import models


class Seal(models.Model):
    """What rows of one table said in the night in which they were sealed: a keyed digest of each. The seals are a chain, each
    made over the one before. Append-only."""

    number = models.PositiveIntegerField(unique=True)  # 1..n
    subject = models.CharField(max_length=60)  # "common.statechange"
    columns = models.JSONField()  # what the digests are made of; later seals of the table may have others
    first = models.BigIntegerField()  # ids
    last = models.BigIntegerField()
    count = models.PositiveIntegerField()
    rows = models.JSONField()  # id → day of the row, "" where it goes by itself only, and its digest
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="seal_of_subject")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.subject} {self.first} to {self.last}"
