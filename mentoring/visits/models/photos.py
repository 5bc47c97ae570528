from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.accounts.rules import Person
from lms.common.files.photos import THUMBNAIL_SIDE
from lms.common.files.storage import private_files
from mentoring.visits.models.visits import Visit

FOLDER = "visit_photos"


class VisitPhotoQuerySet(models.QuerySet["VisitPhoto"]):
    def visible_to(self, user: Person) -> "VisitPhotoQuerySet":
        """Exactly those of the logs that the person may read."""
        return self.filter(visit__in=Visit.objects.visible_to(user))


class VisitPhoto(models.Model):
    """A photo on a visit log, written anew when it came in. It goes with the log: as frozen, and read by the same people."""

    MOST = 5

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="visit_photos")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="photos")
    position = models.PositiveSmallIntegerField(validators=[MaxValueValidator(MOST)])
    file = models.FileField(storage=private_files, upload_to=FOLDER)
    thumbnail = models.FileField(storage=private_files, upload_to=FOLDER)
    name = models.CharField(_("file name"), max_length=80)  # as shown; on disk it has another
    caption = models.CharField(_("what the photo shows"), max_length=100, blank=True)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    thumbnail_sha256 = models.CharField(max_length=64)
    source_sha256 = models.CharField(max_length=64)  # of what was sent, of which nothing else is kept
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = VisitPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of a visit")
        ordering = ["visit", "position"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "position"], name="visits_photo_position"),
            models.UniqueConstraint(fields=["visit", "sha256"], name="visits_photo_once"),
            models.UniqueConstraint(fields=["visit", "source_sha256"], name="visits_photo_sent_once"),
            models.CheckConstraint(condition=models.Q(position__range=(1, 5)), name="visits_photo_at_most_five"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.position}"

    @property
    def alt(self) -> str:
        return self.caption or gettext("Photo %(number)d of the visit") % {"number": self.position}

    @property
    def small_size(self) -> tuple[int, int]:
        """Width and height of the thumbnail, so that a page doesn't jump while it loads."""
        scale = min(1, THUMBNAIL_SIDE / max(self.width, self.height))
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))
