from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.credentials import rules
from courses.credentials.enums import CertificateState
from lms.accounts.rules import Person
from lms.common.files.storage import private_files


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: Person) -> "CertificateQuerySet":
        return self.filter(rules.visible_certificates(user))

    def proving(self) -> "CertificateQuerySet":
        """Valid ones whose completion stands: withdrawing it revokes no certificate by itself."""
        return self.filter(state=CertificateState.VALID, completion__withdrawal=None)


class Certificate(models.Model):
    """Frozen at issue: the snapshot is what the paper says, the PDF is the paper, the hash proves it. Never deleted."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="certificates")
    completion = models.ForeignKey("runs.Completion", on_delete=models.PROTECT, related_name="certificates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates")
    course_key = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=40)
    code = models.CharField(_("verification code"), max_length=32, unique=True)  # 120 random bits
    snapshot = models.JSONField()
    pdf = models.FileField(storage=private_files, upload_to="certificates/%Y")
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=CertificateState.choices, default=CertificateState.VALID)
    reason = models.CharField(max_length=300, blank=True)
    revocation_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    erased_at = models.DateTimeField(null=True)  # the holder left: no name and no paper any more
    replaced_by = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaces")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        ordering = ["-issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "year", "sequence"], name="credentials_certificate_sequence"),
            models.UniqueConstraint(fields=["centre", "number"], name="credentials_certificate_number"),
            models.UniqueConstraint(
                fields=["completion"],
                condition=models.Q(state=CertificateState.VALID),
                name="credentials_certificate_one_valid",
            ),
        ]
        indexes = [models.Index(fields=["centre", "issued_at"], name="certificate_by_day")]

    def __str__(self) -> str:
        return self.number
