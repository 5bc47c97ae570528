from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from cms.models import Topic
from lms.accounts.rules import Person
from mentoring.coaching.enums import (
    OPEN_ENGAGEMENT,
    OPEN_REQUEST,
    EngagementState,
    GoalState,
    RequestState,
    SupportKind,
)
from mentoring.coaching.rules import visible_engagements, visible_requests
from mentoring.corps.enums import Weekday


class RequestQuerySet(models.QuerySet["CoachingRequest"]):
    def visible_to(self, user: Person) -> "RequestQuerySet":
        return self.filter(visible_requests(user))


class EngagementQuerySet(models.QuerySet["Engagement"]):
    def visible_to(self, user: Person) -> "EngagementQuerySet":
        return self.filter(visible_engagements(user))

    def open(self) -> "EngagementQuerySet":
        return self.filter(state__in=OPEN_ENGAGEMENT)


class RequestTopic(ItemBase):
    tag = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="requests")
    content_object = models.ForeignKey("coaching.CoachingRequest", on_delete=models.CASCADE)


class CoachingRequest(models.Model):
    """What a community asks for. `sensitive`: only the assigned expert and the coordinators see it."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="coaching_requests")
    community = models.ForeignKey("communities.Community", on_delete=models.PROTECT, related_name="requests")
    support_kind = models.CharField(_("what kind of support"), max_length=10, choices=SupportKind.choices)
    topics = TaggableManager(through=RequestTopic, blank=True, verbose_name=_("topics"))
    problem = models.TextField(_("what is difficult"), max_length=1000)
    goal = models.CharField(_("what you want to reach"), max_length=300)
    questions = models.TextField(_("what you want to ask beforehand"), max_length=600, blank=True)
    wanted = models.ManyToManyField("corps.ExpertProfile", blank=True, related_name="wanted_by")
    unwanted = models.ManyToManyField("corps.ExpertProfile", blank=True, related_name="unwanted_by")
    sensitive = models.BooleanField(_("sensitive"), default=False)
    state = models.CharField(max_length=12, choices=RequestState.choices, default=RequestState.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("coaching request")
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "support_kind"],
                condition=models.Q(state__in=sorted(OPEN_REQUEST)),
                name="coaching_request_one_open",
            )
        ]
        indexes = [models.Index(fields=["centre", "submitted_at"], name="request_by_day")]

    def __str__(self) -> str:
        return f"{self.community}: {self.get_support_kind_display()}"


class RequestSlot(models.Model):
    request = models.ForeignKey(CoachingRequest, on_delete=models.CASCADE, related_name="slots")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="coaching_slot_times")
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}-{self.ends:%H:%M}"


class Engagement(models.Model):
    """One expert with one community until it ends."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="engagements")
    request = models.ForeignKey(CoachingRequest, on_delete=models.PROTECT, related_name="engagements")
    community = models.ForeignKey("communities.Community", on_delete=models.PROTECT, related_name="engagements")
    expert = models.ForeignKey("corps.ExpertProfile", on_delete=models.PROTECT, related_name="engagements")
    appointment = models.ForeignKey("corps.Appointment", on_delete=models.PROTECT, related_name="engagements")
    # After a hand-over: the engagement of the former expert with the same community, for the same request.
    continues = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    late_logs_until = models.DateField(null=True, blank=True)  # until then staff allow logs of visits over 30 days old
    planned_visits = models.PositiveSmallIntegerField(_("planned visits"), default=4)
    state = models.CharField(max_length=12, choices=EngagementState.choices, default=EngagementState.ACTIVE)
    end_reason = models.CharField(max_length=300, blank=True)
    outcome = models.JSONField(default=dict, blank=True)
    completed_at = models.DateTimeField(null=True)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagement")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state__in=sorted(OPEN_ENGAGEMENT)),
                name="coaching_engagement_one_open",
            )
        ]
        indexes = [models.Index(fields=["centre", "starts_on"], name="engagement_by_day")]

    def __str__(self) -> str:
        return f"{self.expert} – {self.community}"


class Goal(models.Model):
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="goals")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("goal"), max_length=300)
    state = models.CharField(max_length=10, choices=GoalState.choices, default=GoalState.OPEN)

    class Meta:
        ordering = ["engagement", "number"]
        constraints = [models.UniqueConstraint(fields=["engagement", "number"], name="coaching_goal_number")]

    def __str__(self) -> str:
        return self.text
