import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from cms.models import Topic
from lms.accounts.rules import Person
from lms.common import clock
from mentoring.corps.rules import own_expert
from mentoring.visits.enums import ActionState, Health, Side, Verdict, VisitMode, VisitState
from mentoring.visits.rules import visible_visits


class VisitTopic(ItemBase):
    tag = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="visits")
    content_object = models.ForeignKey("visits.Visit", on_delete=models.CASCADE)


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: Person) -> "VisitQuerySet":
        return self.filter(visible_visits(user))

    def own(self, user: Person) -> "VisitQuerySet":
        """Those that the person writes, as expert."""
        return self.filter(own_expert(user))


class Visit(models.Model):
    """The log of a visit (코칭 일지). Hours are derived from the interval, never typed."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="visits")
    engagement = models.ForeignKey("coaching.Engagement", on_delete=models.PROTECT, related_name="visits")
    expert = models.ForeignKey("corps.ExpertProfile", on_delete=models.PROTECT, related_name="visits")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits")
    client_uuid = models.UUIDField(default=uuid.uuid4)
    number = models.PositiveSmallIntegerField(null=True)  # 1..n within the engagement, given at the first log
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    mode = models.CharField(_("how"), max_length=10, choices=VisitMode.choices, default=VisitMode.VISIT)
    place = models.CharField(_("place"), max_length=120, blank=True)
    attendees = models.PositiveSmallIntegerField(_("residents who took part"), default=0)
    topics = TaggableManager(through=VisitTopic, blank=True, verbose_name=_("topics"))
    content = models.TextField(_("what was done"), max_length=1000, blank=True)
    problems = models.TextField(_("what is difficult"), max_length=600, blank=True)
    advice = models.TextField(_("advice"), max_length=600, blank=True)
    next_on = models.DateField(_("next meeting"), null=True, blank=True)
    health = models.CharField(_("how the community is"), max_length=10, choices=Health.choices, default=Health.GOOD)
    no_show_side = models.CharField(max_length=10, choices=Side.choices, blank=True)
    state = models.CharField(max_length=10, choices=VisitState.choices, default=VisitState.DRAFT)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    confirm_by = models.DateTimeField(null=True)  # no answer until then confirms it
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit log")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["author", "client_uuid"], name="visits_visit_sent_once"),
            models.UniqueConstraint(
                fields=["engagement", "number"],
                condition=~models.Q(state__in=[VisitState.CANCELLED]),
                name="visits_visit_number",
            ),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="visits_visit_times"),
        ]
        indexes = [
            models.Index(fields=["expert", "starts_at"], name="visit_of_expert"),
            models.Index(fields=["centre", "state", "submitted_at"], name="visit_by_state"),
            models.Index(fields=["centre", "starts_at"], name="visit_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.engagement} {self.starts_at:%Y-%m-%d}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def has_no_log(self) -> bool:
        """It was arranged, its hours are over, and nobody wrote what became of it: nothing is arranged any more."""
        return self.state == VisitState.SCHEDULED and self.ends_at <= clock.now()

    @property
    def confirmed_by_clock(self) -> bool:
        """Nobody answered for seven days; said wherever the log is called confirmed. Prefetch `confirmations` for lists."""
        if self.state != VisitState.CONFIRMED:
            return False
        return any(answer.person_id is None for answer in self.confirmations.all())


class ActionItem(models.Model):
    """A next step agreed at a visit. It follows the engagement, so the next log shows what is still open."""

    engagement = models.ForeignKey("coaching.Engagement", on_delete=models.PROTECT, related_name="actions")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(_("next step"), max_length=200)
    owner = models.CharField(_("who"), max_length=10, choices=Side.choices, default=Side.COMMUNITY)
    due_on = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=ActionState.choices, default=ActionState.OPEN)
    closed_in = models.ForeignKey(Visit, null=True, on_delete=models.PROTECT, related_name="closed_actions")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class PrivateNote(models.Model):
    """For the author's eyes; staff read it with a reason, each read is logged. In no list, search, export or notice."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="private_note")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=1000)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.visit_id}"


class Confirmation(models.Model):
    """The community's answer to a log. `person` null is the clock: seven silent days."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="confirmations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    comment = models.TextField(max_length=600, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.visit}: {self.verdict}"


class Addendum(models.Model):
    """A correction of a confirmed log: the log itself never changes."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="addenda")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=600)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return self.text
