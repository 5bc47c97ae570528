from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.common import clock
from lms.staff.enums import OPEN_RESET, ResetState


class SecondFactorResetQuerySet(models.QuerySet["SecondFactorReset"]):
    def open(self) -> "SecondFactorResetQuerySet":
        """Neither done nor called off; those whose day is over among them, until `tick` settles them."""
        return self.filter(state__in=OPEN_RESET)

    def waiting(self) -> "SecondFactorResetQuerySet":
        return self.open().filter(expires_at__gt=clock.now())


class SecondFactorReset(models.Model):
    """Somebody of the staff lost what they show as a second factor: two others confirm that it is them, within a day."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="second_factor_resets")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="second_factor_resets")
    state = models.CharField(max_length=10, choices=ResetState.choices)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = SecondFactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = _("lost second check")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=sorted(OPEN_RESET)), name="staff_reset_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(started_by=F("confirmed_by")) & ~Q(person=F("started_by")) & ~Q(person=F("confirmed_by")),
                name="staff_reset_by_two_others",
            ),
            models.CheckConstraint(
                condition=~Q(state=ResetState.DONE) | Q(started_by__isnull=False, confirmed_by__isnull=False),
                name="staff_reset_done_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}"

    @property
    def is_over(self) -> bool:
        return self.expires_at <= clock.now()
