from typing import Any

from django.conf import settings
from django.db import models

from lms.accounts.models import Centre
from lms.privacy.enums import ConsentSource, Purpose, Term


class _Words(models.Model):
    """What a box says: of a centre, or of the site as a whole where there is none."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    text = models.TextField()  # the first line stands beside the box, the rest under it

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.get_purpose_display())

    @property
    def ask(self) -> str:
        return self.text.partition("\n")[0]

    @property
    def words(self) -> str:
        return self.text.partition("\n")[2]


class ConsentText(_Words):
    """The words that people agreed to. A change of words is a new version; old ones stay as they were read.

    In force is the highest version whose day has come.
    """

    version = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    material = models.BooleanField(default=True)  # whoever agreed to the words before is asked again

    class Meta:
        ordering = ["purpose", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "version"],
                condition=models.Q(centre__isnull=True),
                name="privacy_consenttext_version_of_site",
            ),
            models.UniqueConstraint(
                fields=["centre", "purpose", "version"],
                condition=models.Q(centre__isnull=False),
                name="privacy_consenttext_version_of_centre",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.version}"


class ConsentDraft(_Words):
    """The words that are being written: one draft of each purpose, which begins with what is in force."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose"], condition=models.Q(centre__isnull=True), name="privacy_consentdraft_one_of_site"
            ),
            models.UniqueConstraint(
                fields=["centre", "purpose"],
                condition=models.Q(centre__isnull=False),
                name="privacy_consentdraft_one_of_centre",
            ),
        ]


class ConsentQuerySet(models.QuerySet["Consent"]):
    def latest_of(self, person: Any, purpose: Purpose, centre: Centre | None = None) -> "ConsentQuerySet":
        """The row that counts, alone. `person` may be an `OuterRef`."""
        rows = self.filter(person=person, text__purpose=purpose, text__centre=centre)
        return rows.order_by("-at", "-pk")[:1]


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


class PrivacyNotice(models.Model):
    """Who answers for personal data (개인정보 보호법 제31조) and after how many months each kind goes (제21조): of a centre,
    or of the site as a whole where there is none. A change is a new version; the highest whose day has come holds."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveSmallIntegerField()
    officer_name = models.CharField(max_length=50)
    officer_position = models.CharField(max_length=50)
    officer_phone = models.CharField(max_length=12)
    officer_email = models.EmailField()
    months = models.JSONField()  # by the values of `Term`
    valid_from = models.DateField()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=models.Q(centre__isnull=True), name="privacy_notice_version_of_site"
            ),
            models.UniqueConstraint(
                fields=["centre", "version"],
                condition=models.Q(centre__isnull=False),
                name="privacy_notice_version_of_centre",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer_name} {self.version}"

    @property
    def lines(self) -> list[tuple[str, int]]:
        """(kind, months), in the order in which they are asked."""
        return [(str(term.label), self.months[term]) for term in Term if term in self.months]
