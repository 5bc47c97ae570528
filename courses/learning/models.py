"""What happened. Rows are written once; what turned out wrong is superseded by another row."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.learning import rules
from courses.learning.enums import OPEN_REVIEW, Presence, Proposal, ReviewState
from lms.accounts.rules import Person
from lms.common.records.corrections import Correctable, CorrectableQuerySet, first_of


class LessonCompletion(models.Model):
    """A person finished a lesson. By person and lesson key, so that a second attempt starts with what is already done."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="lesson_completions")
    lesson_key = models.UUIDField()
    enrolment = models.ForeignKey("runs.Enrolment", on_delete=models.PROTECT, related_name="lesson_completions")
    completed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "lesson_key"], name="learning_lessoncompletion_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.lesson_key}"


class Attendance(Correctable):
    """A mark on the sheet of a class. Another mark for the same person supersedes it."""

    session = models.ForeignKey("runs.ClassSession", on_delete=models.PROTECT, related_name="attendance")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attendance")
    enrolment = models.ForeignKey("runs.Enrolment", on_delete=models.PROTECT, related_name="attendance")
    presence = models.CharField(max_length=10, choices=Presence.choices)
    minutes = models.PositiveSmallIntegerField(default=0)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = CorrectableQuerySet["Attendance"].as_manager()

    class Meta:
        constraints = [first_of("session", "person", name="learning_attendance_once")]
        indexes = [models.Index(fields=["person"], name="attendance_of_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.session} {self.presence}"


class SheetClosing(models.Model):
    """From that moment on the marks of the sheet are settled, until one is changed. `closed_by` is empty where midnight
    closed it."""

    session = models.ForeignKey("runs.ClassSession", on_delete=models.PROTECT, related_name="closings")
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.session}: {self.closed_at}"


class CompletionReviewQuerySet(models.QuerySet["CompletionReview"]):
    def visible_to(self, user: Person) -> "CompletionReviewQuerySet":
        return self.filter(rules.visible_reviews(user))

    def open(self) -> "CompletionReviewQuerySet":
        return self.filter(state__in=OPEN_REVIEW)


class CompletionReview(models.Model):
    """A completion whose facts were corrected so that its rule isn't met any more: two people keep or withdraw it."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="completion_reviews")
    completion = models.ForeignKey("runs.Completion", on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.WAITING)
    opened_at = models.DateTimeField()
    proposal = models.CharField(max_length=10, choices=Proposal.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = CompletionReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion under review")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["completion"],
                condition=models.Q(state__in=sorted(OPEN_REVIEW)),
                name="learning_review_one_open",
            ),
            models.CheckConstraint(
                condition=~models.Q(proposed_by=models.F("decided_by")), name="learning_review_by_two"
            ),
        ]
        indexes = [models.Index(fields=["centre", "opened_at"], name="review_by_day")]

    def __str__(self) -> str:
        return f"{self.completion}"


class CheckAnswer(models.Model):
    """One answer to a check question, with what was asked, since wording may change later."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="check_answers")
    enrolment = models.ForeignKey("runs.Enrolment", on_delete=models.PROTECT, related_name="check_answers")
    lesson_key = models.UUIDField()
    block_id = models.CharField(max_length=36)
    question = models.TextField()
    chosen = models.CharField(max_length=200)
    correct = models.BooleanField()
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "pk"]
        indexes = [models.Index(fields=["enrolment", "lesson_key"], name="checkanswer_of_lesson")]

    def __str__(self) -> str:
        return f"{self.person}: {self.question[:40]}"


class ReadingPlace(models.Model):
    """Where a person stopped reading; not a fact but a bookmark, so it may move."""

    enrolment = models.OneToOneField("runs.Enrolment", on_delete=models.CASCADE, related_name="reading_place")
    lesson_key = models.UUIDField()
    anchor = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.lesson_key}#{self.anchor}"
