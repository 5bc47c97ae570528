from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from lms.accounts.enums import Role
from lms.accounts.models.centre import Centre
from lms.common import clock

MOST_ATTEMPTS = 5  # to send its e-mail; then the office is asked to look at the address


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Neither answered nor withdrawn. Whether its time is over is asked of each: a late `tick` opens nothing."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class Invitation(models.Model):
    """Somebody without an account is asked to join, with or without a staff role. It is its own row of the outbox.

    The link is made from the row's number and `nonce` and is signed, so no secret is stored; a new nonce ends old links.
    Name and address go from the row as soon as it is answered or withdrawn: then the account has them, or nobody.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="invitations")
    name = models.CharField(_("name"), max_length=50, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=12, blank=True)
    role = models.CharField(_("staff role"), max_length=20, choices=Role.choices, blank=True)
    about = models.CharField(max_length=120, blank=True)  # what it leads to besides, in words
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations_sent")
    nonce = models.CharField(max_length=32, editable=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)  # when the mail with today's nonce left
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="invitations_accepted"
    )
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["centre", "created_at"], name="invitation_by_day")]
        constraints = [
            models.UniqueConstraint(
                "centre",
                Lower("email"),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitations_invitation_one_open",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at__isnull=True),
                name="invitations_invitation_one_end",
            ),
            models.CheckConstraint(
                condition=~Q(email="") & Q(accepted_at__isnull=True, withdrawn_at__isnull=True)
                | Q(name="", email="", phone="") & (Q(accepted_at__isnull=False) | Q(withdrawn_at__isnull=False)),
                name="invitations_invitation_closed_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre}: {self.name}"

    @property
    def is_over(self) -> bool:
        return self.expires_at <= clock.now()

    @property
    def is_given_up(self) -> bool:
        return self.sent_at is None and self.attempts >= MOST_ATTEMPTS
