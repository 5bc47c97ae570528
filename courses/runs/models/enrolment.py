from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.runs import rules
from courses.runs.enums import LEARNING, LIVE, SEAT_HOLDING, EnrolmentState
from lms.accounts.rules import Person
from lms.common.records.corrections import Correctable, CorrectableQuerySet, first_of


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: Person) -> "EnrolmentQuerySet":
        return self.filter(pk__in=Enrolment.objects.filter(rules.visible_enrolments(user)).values("pk"))

    def live(self) -> "EnrolmentQuerySet":
        return self.filter(state__in=LIVE)

    def learning(self) -> "EnrolmentQuerySet":
        return self.filter(state__in=LEARNING)

    def holding_seats(self) -> "EnrolmentQuerySet":
        return self.filter(state__in=SEAT_HOLDING)

    def queue(self) -> "EnrolmentQuerySet":
        """The waiting list, first come first served."""
        return self.filter(state=EnrolmentState.WAITLISTED).order_by("queued_at", "pk")

    def lapsed_offers(self, at: datetime) -> "EnrolmentQuerySet":
        return self.filter(state=EnrolmentState.OFFERED, offer_expires_at__lte=at)


class Enrolment(models.Model):
    """One person's episode in a run. A second try is a new row with the next attempt number."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="enrolments")
    run = models.ForeignKey("runs.CourseRun", on_delete=models.PROTECT, related_name="enrolments")
    version = models.ForeignKey("curriculum.CourseVersion", on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    attempt = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=15, choices=EnrolmentState.choices)
    years_active = models.PositiveSmallIntegerField(_("years active in the village"), default=0)
    note = models.TextField(_("what you hope for"), blank=True, max_length=500)
    applied_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True)  # the order of the waiting list
    offer_expires_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        ordering = ["applied_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "person"], condition=models.Q(state__in=sorted(LIVE)), name="runs_enrolment_one_live"
            ),
            models.UniqueConstraint(fields=["run", "person", "attempt"], name="runs_enrolment_attempt"),
        ]
        indexes = [models.Index(fields=["person", "state"], name="enrolment_of_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.run}"


class CompletionQuerySet(models.QuerySet["Completion"]):
    def visible_to(self, user: Person) -> "CompletionQuerySet":
        return self.filter(rules.visible_completions(user))

    def without_certificate(self) -> "CompletionQuerySet":
        """Never issued one: a revoked certificate is not issued again by pressing the button for all. Who left gets none."""
        return self.filter(certificates__isnull=True, person__erased_at=None)


class Completion(models.Model):
    """The fact that an enrolment met its version's rule. Set once, never moved."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="completions")
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="completion")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="completions")
    course_key = models.CharField(max_length=30)
    minutes = models.PositiveIntegerField()
    completed_at = models.DateTimeField()

    objects = CompletionQuerySet.as_manager()

    class Meta:
        ordering = ["completed_at"]
        indexes = [models.Index(fields=["person", "course_key"], name="completion_of_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.course_key}"


class EvidenceQuerySet(CorrectableQuerySet["Evidence"]):
    def standing(self) -> "EvidenceQuerySet":
        """What counts now: accepted, and not taken back."""
        return self.current().filter(accepted=True)


class Evidence(Correctable):
    """A requirement met in another way: prior learning, or an override by staff, with author and reason. What was accepted
    by mistake is superseded by a row that says so."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="evidence")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="evidence")
    course_key = models.CharField(max_length=30)
    kind = models.CharField(max_length=30)  # what the rule's `evidence` leaf asks for, or "course" for the whole of it
    accepted = models.BooleanField(default=True)
    reason = models.CharField(max_length=300)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [first_of("person", "course_key", "kind", name="runs_evidence_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind}"
