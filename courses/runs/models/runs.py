from datetime import date, datetime

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from courses.runs import rules
from courses.runs.enums import SEAT_HOLDING, Admission, EnrolmentState, RunState, SessionState
from lms.accounts.rules import Person, of_office
from lms.common import clock


class CourseRunQuerySet(models.QuerySet["CourseRun"]):
    def visible_to(self, user: Person) -> "CourseRunQuerySet":
        return self._within(rules.visible_runs(user))

    def staffed_by(self, user: Person) -> "CourseRunQuerySet":
        return self._within(rules.staffed_runs(user))

    def of_office_of(self, user: Person) -> "CourseRunQuerySet":
        return self._within(of_office(user))

    def _within(self, scope: models.Q) -> "CourseRunQuerySet":
        # As a subquery: a scope joins people, and a join would double the rows that are counted below.
        return self.filter(pk__in=CourseRun.objects.filter(scope).values("pk"))

    def with_places(self) -> "CourseRunQuerySet":
        """Adds `taken`, `waiting`, `asking` (applications to be answered) and `places_left` for one who applies now."""

        def count(*states: str) -> models.Count:
            return models.Count("enrolments", filter=models.Q(enrolments__state__in=states))

        return self.annotate(
            taken=count(*sorted(SEAT_HOLDING)),
            waiting=count(EnrolmentState.WAITLISTED),
            asking=count(EnrolmentState.APPLIED),
        ).annotate(
            places_left=models.Case(
                models.When(waiting__gt=0, then=0),
                default=Greatest(models.F("capacity") - models.F("taken"), 0),
                output_field=models.IntegerField(),
            )
        )


class CourseRun(models.Model):
    """One running of a course (기수). It pins a version; its row is the lock for its seats."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="runs")
    version = models.ForeignKey("curriculum.CourseVersion", on_delete=models.PROTECT, related_name="runs")
    name = models.CharField(_("name of the run"), max_length=40)
    place = models.CharField(_("place"), max_length=120)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    capacity = models.PositiveIntegerField(_("seats"), validators=[MinValueValidator(1)])
    admission = models.CharField(_("how people are admitted"), max_length=12, choices=Admission.choices)
    apply_from = models.DateTimeField(_("applications from"))
    apply_until = models.DateTimeField(_("applications until"))
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("coordinator"),
        on_delete=models.PROTECT,
        related_name="coordinated_runs",
    )
    instructors = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="taught_runs")
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.DRAFT)
    # The first day that was announced: where it is another now, people see both.
    announced_for = models.DateField(null=True, editable=False)

    objects = CourseRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="runs_run_name"),
            models.CheckConstraint(condition=models.Q(capacity__gte=1), name="runs_run_has_seats"),
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="runs_run_dates"),
            models.CheckConstraint(condition=models.Q(apply_until__gt=models.F("apply_from")), name="runs_run_window"),
        ]
        indexes = [models.Index(fields=["centre", "starts_on"], name="run_by_day")]

    def __str__(self) -> str:
        return f"{self.version.title} {self.name}"

    @property
    def has_begun(self) -> bool:
        return self.starts_on <= clock.today()

    @property
    def was_to_start_on(self) -> date | None:
        """The day that was announced, where the run was moved."""
        return self.announced_for if self.announced_for != self.starts_on else None


class ClassSessionQuerySet(models.QuerySet["ClassSession"]):
    def visible_to(self, user: Person) -> "ClassSessionQuerySet":
        return self.filter(pk__in=ClassSession.objects.filter(rules.visible_sessions(user)).values("pk"))

    def to_come(self, at: datetime) -> "ClassSessionQuerySet":
        return self.filter(state=SessionState.PLANNED, ends_at__gt=at).order_by("starts_at", "number")


class ClassSession(models.Model):
    """A meeting of a run. It names the lesson that being there completes."""

    run = models.ForeignKey(CourseRun, on_delete=models.PROTECT, related_name="sessions")
    lesson_key = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=255)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=120)
    state = models.CharField(max_length=10, choices=SessionState.choices, default=SessionState.PLANNED)

    objects = ClassSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("class")
        ordering = ["run", "starts_at", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "number"], condition=~models.Q(state=SessionState.CANCELLED), name="runs_session_number"
            ),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="runs_session_times"),
        ]

    def __str__(self) -> str:
        return f"{self.run}: {self.title}"

    @property
    def awaits_sheet(self) -> bool:
        """It is over, and nobody has entered who came."""
        return self.state == SessionState.PLANNED and self.ends_at <= clock.now()

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)
