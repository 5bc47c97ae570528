from datetime import date, datetime

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

    def with_completion(self) -> "EnrolmentQuerySet":
        """With the completion that stands, for all in one query."""
        return self.prefetch_related(standing_completions())

    def holding_seats(self) -> "EnrolmentQuerySet":
        return self.filter(state__in=SEAT_HOLDING)

    def queue(self) -> "EnrolmentQuerySet":
        """The waiting list, first come first served."""
        return self.filter(state=EnrolmentState.WAITLISTED).order_by("queued_at", "pk")

    def lapsed_offers(self, at: datetime) -> "EnrolmentQuerySet":
        return self.filter(state=EnrolmentState.OFFERED, offer_expires_at__lte=at)


def standing_completions() -> models.Prefetch:
    return models.Prefetch("completions", Completion.objects.standing(), to_attr="standing_completions")


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
    joined_at = models.DateTimeField(
        null=True
    )  # when the seat became theirs; classes before that they can't have attended
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
        indexes = [
            models.Index(fields=["person", "state"], name="enrolment_of_person"),
            models.Index(fields=["centre", "applied_at"], name="enrolment_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.run}"

    @property
    def begins_on(self) -> date | None:
        """The run's first day, as long as a seat waits for it."""
        waits = self.state == EnrolmentState.ACTIVE and not self.run.has_begun
        return self.run.starts_on if waits else None

    @property
    def completion(self) -> "Completion | None":
        """The one that stands; read by itself where the row doesn't come `with_completion`."""
        found = vars(self).get("standing_completions")
        return next(iter(self.completions.standing() if found is None else found), None)


class CompletionQuerySet(models.QuerySet["Completion"]):
    def visible_to(self, user: Person) -> "CompletionQuerySet":
        return self.filter(rules.visible_completions(user))

    def standing(self) -> "CompletionQuerySet":
        """Without those that were withdrawn."""
        return self.filter(withdrawal=None)

    def without_certificate(self) -> "CompletionQuerySet":
        """Never issued one: a revoked certificate is not issued again by pressing the button for all. Who left gets none."""
        return self.filter(certificates__isnull=True, person__erased_at=None)


class Completion(models.Model):
    """The fact that an enrolment met its version's rule. Set once, never moved. Who completes again after it was withdrawn
    has another one, which names the withdrawal that it follows: so one at the most stands."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="completions")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="completions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="completions")
    course_key = models.CharField(max_length=30)
    minutes = models.PositiveIntegerField()
    completed_at = models.DateTimeField()
    follows = models.OneToOneField(
        "runs.CompletionWithdrawal", null=True, on_delete=models.PROTECT, related_name="followed_by"
    )

    objects = CompletionQuerySet.as_manager()

    class Meta:
        ordering = ["completed_at"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment"], condition=models.Q(follows=None), name="runs_completion_once")
        ]
        indexes = [models.Index(fields=["person", "course_key"], name="completion_of_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.course_key}"


class CompletionWithdrawal(models.Model):
    """Two people of the office took a completion back, whose facts had been corrected. Whoever reads completions leaves it
    out."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="withdrawals")
    completion = models.OneToOneField(Completion, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(asked_by=models.F("withdrawn_by")), name="runs_withdrawal_by_two"
            )
        ]

    def __str__(self) -> str:
        return f"{self.completion}"


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
