from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CourseVersion(models.Model):
    """A published course's manifest. Keys, order, hours and rule never change; only wording of a key may (LessonRevision)."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="course_versions")
    page = models.ForeignKey("curriculum.CoursePage", on_delete=models.PROTECT, related_name="versions")
    course_key = models.CharField(max_length=30)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=255)
    programme = models.CharField(max_length=255)
    tier_number = models.PositiveSmallIntegerField()
    tier_title = models.CharField(max_length=255)
    minutes = models.PositiveIntegerField()  # of the lessons it requires: what everybody who completes it has learned
    rule = models.JSONField()
    prerequisites = models.JSONField(default=dict)
    # [{"key", "number", "title", "part", "mode", "minutes", "reading_minutes", "required"}], in order
    manifest = models.JSONField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("course version")
        ordering = ["course_key", "-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="curriculum_version_number")]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"


class LessonRevision(models.Model):
    """The wording of one lesson key in one version; the highest sequence is the one in force. Append-only."""

    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="lesson_revisions")
    lesson_key = models.UUIDField()
    sequence = models.PositiveIntegerField(default=1)
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["version", "lesson_key", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "lesson_key", "sequence"], name="curriculum_lessonrevision_sequence"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.lesson_key} ({self.sequence})"


class PinnedMedia(models.Model):
    """What a pinned revision shows. Wagtail's reference index forgets old revisions, so these rows keep the files."""

    lesson_revision = models.ForeignKey(LessonRevision, on_delete=models.PROTECT, related_name="media")
    image = models.ForeignKey(settings.WAGTAILIMAGES_IMAGE_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(image__isnull=False) ^ models.Q(document__isnull=False),
                name="curriculum_pinnedmedia_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.lesson_revision}: {self.image or self.document}"
