from datetime import date
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from lms.accounts.enums import Role
from lms.accounts.models.user import User
from lms.common import clock


class Centre(models.Model):
    """The tenant: an office that runs courses and coaching for its regions. Every operational row belongs to one."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("short name in addresses"), max_length=30, unique=True)
    region = models.ForeignKey(
        "accounts.Region", verbose_name=_("region"), on_delete=models.PROTECT, related_name="centres"
    )
    address = models.CharField(_("address"), max_length=120, blank=True)
    contact_name = models.CharField(_("who answers the phone"), max_length=50)
    phone = models.CharField(_("phone"), max_length=12)
    hours = models.CharField(_("when the phone is answered"), max_length=60)

    class Meta:
        verbose_name = _("centre")
        verbose_name_plural = _("centres")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class StaffRoleQuerySet(models.QuerySet["Membership"]):
    def open(self) -> "StaffRoleQuerySet":
        """Not ended: those that begin later among them, and those whose last day `tick` has still to settle."""
        return self.filter(ended_on__isnull=True)

    def held(self, day: date | None = None) -> "StaffRoleQuerySet":
        """In force on a day, by default today: whoever asks what somebody may goes by this, not by when `tick` runs."""
        day = day or clock.today()
        return self.open().filter(models.Q(last_day__isnull=True) | models.Q(last_day__gte=day), since__lte=day)


class Membership(models.Model):
    """A person's staff role at a centre, from its first day to its last, both included. It ends, it is not deleted.

    `last_day` is planned and may change; `ended_on` is set once, when the role ended by that day or before it.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    since = models.DateField(_("since"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = StaffRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff role")
        verbose_name_plural = _("staff roles")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "person", "role"],
                condition=models.Q(ended_on__isnull=True),
                name="accounts_membership_once",
                violation_error_message=_("This person already has this role at this centre."),
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__isnull=True) | models.Q(last_day__gte=models.F("since")),
                name="accounts_membership_days",
                violation_error_message=_("The last day comes before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}, {self.centre}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A role that ends or changes signs the person out everywhere; a new one is judged at the next request anyway."""
        with transaction.atomic():
            rows = Membership.objects.filter(pk=self.pk).values_list("person_id", "centre_id", "role", "ended_on")
            before = rows.first() if self.pk else None
            if before and before != (self.person_id, self.centre_id, self.role, self.ended_on):
                # The person before the centre, which the groups of its editors lock: in the order of every step on roles.
                User.objects.end_sessions(before[0], self.person_id)
            super().save(*args, **kwargs)

    @property
    def begins_later(self) -> bool:
        return self.since > clock.today()
