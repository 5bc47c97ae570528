"""What work in the background leaves behind: signs of life, the nights that were worked, and jobs with their progress."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lms.common.enums import OPEN_JOB, JobState

if TYPE_CHECKING:
    from datetime import timedelta


class Heartbeat(models.Model):
    """The last sign of life of `tick` or of the worker."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()
    took: "models.DurationField[timedelta, timedelta]" = models.DurationField()
    failures = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"


class Night(models.Model):
    """One part of the night's work on one date. Whoever writes the row does the work; nobody else may."""

    part = models.CharField(max_length=40)
    date = models.DateField()
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "date"], name="night_once")]

    def __str__(self) -> str:
        return f"{self.part} {self.date}"


class Job(models.Model):
    """Something that takes long, done for one person, who sees how far it is."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)  # what makes it the same job while it is open
    title = models.CharField(max_length=200)
    back = models.CharField(max_length=200)  # the page where its results are
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)  # why some were refused, or why it stopped
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    # where it was asked from: what it changes is put on record as if it were changed there and then
    ip = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key"], condition=Q(finished_at__isnull=True), name="job_one_open"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, state__in=sorted(OPEN_JOB))
                | Q(finished_at__isnull=False, state__in=[JobState.DONE, JobState.STOPPED]),
                name="job_finished_with_its_state",
            ),
            models.CheckConstraint(condition=Q(total__gte=F("done") + F("refused")), name="job_no_more_than_all"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def worked_through(self) -> int:
        return self.done + self.refused
