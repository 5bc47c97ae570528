from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from cms.models import Topic
from lms.accounts.rules import Person
from lms.common import clock
from mentoring.corps.enums import Weekday
from mentoring.corps.models.bodies import Appointment
from mentoring.corps.rules import corps_term, visible_experts


class ExpertQuerySet(models.QuerySet["ExpertProfile"]):
    def visible_to(self, user: Person) -> "ExpertQuerySet":
        """With capacity, conflicts and contacts; the public directory asks `in_term`."""
        return self.filter(visible_experts(user))

    def in_term(self) -> "ExpertQuerySet":
        """Who holds an appointment to a corps of the same centre today: an expert is that, and nothing less."""
        terms = Appointment.objects.filter(
            corps_term(clock.today()), person=models.OuterRef("person"), centre=models.OuterRef("centre")
        )
        return self.filter(models.Exists(terms), person__is_active=True)


class Field(models.Model):
    """What a community works on. Fields change by year and region, so they are rows."""

    centre = models.ForeignKey(
        "accounts.Centre", verbose_name=_("centre"), on_delete=models.PROTECT, related_name="fields"
    )
    code = models.SlugField(
        _("code"), max_length=30, help_text=_("For addresses, in Latin letters, for example “care-edu”.")
    )
    name = models.CharField(_("name"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    closed_on = models.DateField(
        _("closed on"),
        null=True,
        blank=True,
        help_text=_("From that day on it can't be chosen any more; whatever has it keeps it."),
    )

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering = ["centre", "order", "code"]
        constraints = [models.UniqueConstraint(fields=["centre", "code"], name="corps_field_code")]

    def __str__(self) -> str:
        return self.name


class ExpertTopic(ItemBase):
    """What an expert knows, and how well: 1 has done it, 2 has led it, 3 teaches it."""

    tag = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="experts")
    content_object = models.ForeignKey("corps.ExpertProfile", on_delete=models.CASCADE, related_name="levels")
    level = models.PositiveSmallIntegerField(_("level"), default=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="corps_experttopic_once"),
            models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=3), name="corps_experttopic_level"),
        ]


class ExpertProfile(models.Model):
    """What the matching needs to know of an expert. The row is the lock for the expert's caseload and time."""

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="experts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="expert_profiles")
    dong = models.ForeignKey(
        "accounts.Region", verbose_name=_("home dong"), on_delete=models.PROTECT, related_name="experts"
    )
    fields = models.ManyToManyField(Field, verbose_name=_("fields"), related_name="experts")
    topics = TaggableManager(through=ExpertTopic, blank=True, verbose_name=_("topics"))
    villages = models.BooleanField(_("coaches village communities"), default=True)
    apartments = models.BooleanField(_("coaches apartment communities"), default=False)
    capacity = models.PositiveSmallIntegerField(_("communities at the same time"), default=4)
    monthly_minutes = models.PositiveIntegerField(_("minutes a month"), default=1200)
    paused_until = models.DateField(_("pausing until"), null=True, blank=True)
    bio = models.TextField(_("public introduction"), blank=True, max_length=600)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = _("expert")
        ordering = ["person__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["centre", "person"], name="corps_expert_once")]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def known_topics(self) -> list[str]:
        return [f"{row.tag_id}:{row.level}" for row in self.levels.all()]


class AvailabilityWindow(models.Model):
    expert = models.ForeignKey(ExpertProfile, on_delete=models.CASCADE, related_name="windows")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="corps_window_times"),
            models.UniqueConstraint(fields=["expert", "weekday", "starts"], name="corps_window_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}-{self.ends:%H:%M}"
