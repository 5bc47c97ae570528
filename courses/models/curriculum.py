"""The curriculum as editors write it: Wagtail pages. What learners follow is a CourseVersion (see version.py)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks import LessonBlock
from cms.models import Topic
from courses.enums import LessonMode


class ProgrammePage(Page):
    """A named path of tiers of one centre."""

    lead = models.CharField(_("lead"), max_length=160, blank=True)

    parent_page_types = ["cms.CentrePage"]
    subpage_types = ["courses.TierPage"]

    class Meta:
        verbose_name = _("programme")


class TierPage(Page):
    number = models.PositiveSmallIntegerField(_("number of the tier"))
    lead = models.CharField(_("lead"), max_length=160, blank=True)

    parent_page_types = ["courses.ProgrammePage"]
    subpage_types = ["courses.CoursePage"]

    class Meta:
        verbose_name = _("tier")


class CourseTopic(ItemBase):
    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="courses")
    content_object = ParentalKey("courses.CoursePage", on_delete=models.CASCADE, related_name="tagged_topics")


class CoursePage(Page):
    """A course. `key` names it for good: completions and rules refer to it, whatever happens to the page."""

    key = models.CharField(
        _("course code"), max_length=30, help_text=_("For example MJ-101. It stays the same when the course is revised.")
    )
    lead = models.CharField(_("lead"), max_length=160, blank=True)
    audience = models.TextField(_("who it is for"), blank=True)
    outcomes = models.TextField(_("what you will be able to do"), blank=True, help_text=_("One line each."))
    rule = models.JSONField(_("completion rule"), default=dict, blank=True)
    prerequisites = models.JSONField(_("who may apply"), default=dict, blank=True)
    topics = ClusterTaggableManager(through=CourseTopic, blank=True, verbose_name=_("topics"))

    parent_page_types = ["courses.TierPage"]
    subpage_types = ["courses.LessonPage"]
    exclude_fields_in_copy = ["key"]

    class Meta:
        verbose_name = _("course")
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~models.Q(key=""), name="courses_coursepage_key"),
        ]


class LessonTopic(ItemBase):
    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="lessons")
    content_object = ParentalKey("courses.LessonPage", on_delete=models.CASCADE, related_name="tagged_topics")


class LessonPage(Page):
    """A lesson. Its body is read at /learn/ by enrolled people only, never here."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    part = models.CharField(_("part"), max_length=60, blank=True, help_text=_("Lessons of one part stand together."))
    mode = models.CharField(_("how it is held"), max_length=10, choices=LessonMode.choices, default=LessonMode.READING)
    minutes = models.PositiveIntegerField(_("length in minutes"), help_text=_("What counts towards the hours of the course."))
    reading_minutes = models.PositiveSmallIntegerField(_("reading time in minutes"), default=10)
    required = models.BooleanField(_("required"), default=True)
    goal = models.CharField(_("goal"), max_length=200)
    body = StreamField(LessonBlock(), verbose_name=_("content"))
    topics = ClusterTaggableManager(through=LessonTopic, blank=True, verbose_name=_("topics"))

    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["key"]

    class Meta:
        verbose_name = _("lesson")
