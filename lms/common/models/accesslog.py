from typing import Any, Self

from django.conf import settings
from django.db import models

from lms.common.enums import Access


class AccessQuerySet(models.QuerySet["AccessLog"]):
    def about(self, person_id: int) -> Self:
        return self.filter(whose__contains=f",{person_id},")


class AccessLog(models.Model):
    """One row for each reading of other people's data, each refusal and each sign-in: who, when, from where, whose, what.

    Append-only. Of a sign-in that failed, `actor` is the account that was tried, by whomever.
    """

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=10, choices=Access.choices)
    subject = models.CharField(max_length=60)  # "runs.courserun"; of a refusal the address
    subject_id = models.BigIntegerField(null=True)
    centre_id = models.BigIntegerField(null=True)  # an id, not a key: the log outlives what it tells of
    # ",3,17,": a page of thirty people is one row, and both databases find a person in it
    whose = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    ip = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    objects = AccessQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["centre_id", "at"], name="accesslog_centre"),
            models.Index(fields=["actor", "at"], name="accesslog_actor"),
        ]
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.action} {self.subject} {self.subject_id}"

    @property
    def people(self) -> list[int]:
        """Ids of the persons whose data it was."""
        return [int(number) for number in self.whose.split(",") if number]


def listed(people: Any) -> str:
    """How `whose` holds them."""
    return f",{','.join(map(str, people))}," if people else ""
