from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from lms.accounts.enums import Role
from lms.accounts.models.user import User


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


class Membership(models.Model):
    """A person's staff role at a centre. It ends, it is not deleted."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    since = models.DateField(_("since"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("staff role")
        verbose_name_plural = _("staff roles")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "person", "role"],
                condition=models.Q(ended_on__isnull=True),
                name="accounts_membership_once",
                violation_error_message=_("This person already has this role at this centre."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}, {self.centre}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A role that ends or changes signs the person out everywhere; a new one is judged at the next request anyway."""
        with transaction.atomic():
            rows = Membership.objects.filter(pk=self.pk).values_list("person_id", "centre_id", "role", "ended_on")
            before = rows.first() if self.pk else None
            super().save(*args, **kwargs)
            if before and before != (self.person_id, self.centre_id, self.role, self.ended_on):
                User.objects.end_sessions(before[0], self.person_id)
