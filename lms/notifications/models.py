from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_ATTEMPTS = 5  # to send its e-mail; then the office is asked to look at it
MOST_PATH = 200  # letters


class Notice(models.Model):
    """One fact and one link for one person: a line in the site's list, and the outbox row from which the e-mail leaves."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    # whose matter it is; nothing where it is of no single centre
    centre = models.ForeignKey("accounts.Centre", null=True, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=100, unique=True)  # what makes it the same notice: a retry writes no second one
    title = models.CharField(_("title"), max_length=120)
    text = models.CharField(_("text"), max_length=300, blank=True)
    path = models.CharField(max_length=MOST_PATH)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    is_refused = models.BooleanField(default=False)  # by the mailbox, for good

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notice_of_person"),
            models.Index(fields=["created_at"], condition=models.Q(sent_at__isnull=True), name="notice_unsent"),
            models.Index(
                fields=["centre", "-tried_at"],
                condition=models.Q(sent_at__isnull=True, attempts__gte=MOST_ATTEMPTS),
                name="notice_given_up",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_given_up(self) -> bool:
        return self.sent_at is None and self.attempts >= MOST_ATTEMPTS
