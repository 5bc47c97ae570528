from typing import Any

from django.conf import settings
from django.db import models

from lms.privacy.enums import ConsentSource, Purpose


class ConsentText(models.Model):
    """The words that people agreed to. A change of words is a new version; old ones stay as they were read."""

    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    valid_from = models.DateField()

    class Meta:
        ordering = ["purpose", "version"]
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="privacy_consenttext_version")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.version}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def latest_of(self, person: Any, purpose: Purpose) -> "ConsentQuerySet":
        """The row that counts, alone. `person` may be an `OuterRef`."""
        return self.filter(person=person, text__purpose=purpose).order_by("-at", "-pk")[:1]


class Consent(models.Model):
    """One act of one person: given, refused or taken back. Append-only; the last row of a purpose is what holds."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    given = models.BooleanField()
    at = models.DateTimeField()
    source = models.CharField(max_length=15, choices=ConsentSource.choices)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["person", "-at"], name="consent_of_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.text} {self.given}"
