"""Facts that may turn out wrong. A row never changes: a correction is a new row that supersedes it, with its own author and
time, so that what was known at any moment can still be read.

A fact has one first row and each row one that supersedes it, so that one row of it is the current one. The model says what
makes a fact (`first_of`), its triggers that a correction stays with it (`triggers.superseding`).
"""

from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class CorrectableQuerySet(models.QuerySet[Row]):
    def current(self) -> Any:
        return self.filter(superseded_by=None)


class Correctable(models.Model):
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")

    class Meta:
        abstract = True


def first_of(*fields: str, name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=fields, condition=models.Q(supersedes=None), name=name)
