"""The curriculum as editors write it: Wagtail pages. What learners follow is a CourseVersion (see version.py)."""

import json
import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList, TabbedInterface, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks import LessonBlock
from cms.models import Topic
from cms.page_forms import PageForm
from cms.unfinished import FinishedWhenLive
from courses import criteria
from courses.curriculum.admin.copying import CourseCopyForm, CurriculumCopyForm
from courses.curriculum.admin.new_lesson import hints
from courses.curriculum.admin.rule_editor import CoursePageForm, RuleSentencesPanel, lesson_keys
from courses.curriculum.enums import LessonMode
from courses.runs.enums import LEARNING
from lms.accounts.rules import Person

PUBLISHING = ObjectList([*Page.promote_panels, *Page.settings_panels], heading=_("Publication"))


def told(text: Any) -> HelpPanel:
    """A word to editors beside the fields, with the way to their guide."""
    link = format_lazy('<a href="{}">{}</a>', reverse_lazy("editors_guide"), _("Editors' guide"))
    return HelpPanel(content=format_lazy("{} {}", text, link))


def tabs(content: list[Any], learning: list[Any] | None = None) -> TabbedInterface:
    parts = [ObjectList([TitleFieldPanel("title"), *content], heading=_("Content"))]
    if learning:
        parts.append(ObjectList(learning, heading=_("Learning settings")))
    return TabbedInterface([*parts, PUBLISHING])


class OutlinePage(FinishedWhenLive, Page):
    """A step on the way to a course; visitors see the whole ladder instead."""

    base_form_class = PageForm
    copy_form_class = CurriculumCopyForm
    is_creatable = False

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("curriculum")


class ProgrammePage(OutlinePage):
    """A named path of tiers of one centre."""

    lead = models.CharField(_("lead"), max_length=160, blank=True)

    parent_page_types = ["cms.CentrePage"]
    subpage_types = ["curriculum.TierPage"]
    is_creatable = True
    edit_handler = tabs([FieldPanel("lead")])

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")


class TierPage(OutlinePage):
    number = models.PositiveSmallIntegerField(_("number of the tier"))
    lead = models.CharField(_("lead"), max_length=160, blank=True)

    parent_page_types = ["curriculum.ProgrammePage"]
    subpage_types = ["curriculum.CoursePage"]
    is_creatable = True
    open_numbers = ("number",)
    edit_handler = tabs([FieldPanel("number"), FieldPanel("lead")])

    class Meta:
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")


class CourseTopic(ItemBase):
    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="courses")
    content_object = ParentalKey("curriculum.CoursePage", on_delete=models.CASCADE, related_name="tagged_topics")


class CoursePage(FinishedWhenLive, Page):
    """A course. `key` names it for good: completions and rules refer to it, whatever happens to the page."""

    key = models.CharField(
        _("course code"),
        max_length=30,
        blank=True,
        help_text=_("For example MJ-101. It stays the same when the course is revised."),
    )
    lead = models.CharField(_("lead"), max_length=160, blank=True)
    audience = models.TextField(_("who it is for"), blank=True)
    outcomes = models.TextField(_("what you will be able to do"), blank=True, help_text=_("One line each."))
    rule = models.JSONField(_("completion rule"), default=dict, blank=True)
    prerequisites = models.JSONField(_("who may apply"), default=dict, blank=True)
    topics = ClusterTaggableManager(through=CourseTopic, blank=True, verbose_name=_("topics"))

    parent_page_types = ["curriculum.TierPage"]
    subpage_types = ["curriculum.LessonPage"]
    exclude_fields_in_copy = ["key"]
    copy_form_class = CourseCopyForm
    base_form_class = CoursePageForm
    edit_handler = tabs(
        [FieldPanel("lead"), FieldPanel("audience"), FieldPanel("outcomes"), FieldPanel("topics")],
        [
            told(
                _(
                    "Publish the lessons first, then the course: publishing the course makes the version that the next run "
                    "follows. Runs that have begun keep theirs."
                )
            ),
            FieldPanel("key"),
            RuleSentencesPanel(),
            FieldPanel("rule"),
            FieldPanel("prerequisites"),
        ],
    )

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=~models.Q(key=""),
                name="curriculum_coursepage_key",
                violation_error_message=_("Another course has this code."),
            ),
        ]

    def clean(self) -> None:
        """All courses share /curriculum/, so an address is one course's, wherever the course stands in the tree."""
        super().clean()
        if self.slug and self.slug_taken(self.slug, self.pk):
            raise ValidationError({"slug": _("Another course has this address.")})

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        # The courses below a copied tier are saved unchecked, with the addresses of the originals.
        if not clean and self._state.adding:
            self.slug: str = self.free_slug(str(self.slug))
        return super().save(clean=clean, **kwargs)

    def _get_autogenerated_slug(self, base_slug: str) -> str:
        return self.free_slug(super()._get_autogenerated_slug(base_slug))

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:
        parts = super().get_url_parts(request)
        return parts and (parts[0], parts[1], reverse("course", args=[self.slug]))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("course", self.slug)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return TemplateResponse(request, "courses/curriculum/course_preview.html", self.get_context(request))

    def lacking(self) -> list[str]:
        unread = [name for name in ("rule", "prerequisites") if not criteria.is_readable(getattr(self, name))]
        open_fields = unread if self.key else ["key", *unread]
        named = [str(self._meta.get_field(name).verbose_name) for name in open_fields]
        return [*super().lacking(), *named, *([] if self._state.adding else self.missing_lessons())]

    def missing_lessons(self) -> list[str]:
        """Publishing makes the version that people follow, so its lessons come first. A course that has one already may
        have a lesson that is still being written, but none that was handed in or that its rule asks for."""
        below = [] if self._state.adding else list(LessonPage.objects.child_of(self).order_by("path"))
        missing = [lesson for lesson in below if not lesson.live and self._waits_for(lesson)]
        if missing or any(lesson.live for lesson in below):
            return [gettext("lesson “%(title)s”, not published yet") % {"title": one.title} for one in missing]
        return [gettext("at least one published lesson")]

    def _waits_for(self, lesson: "LessonPage") -> bool:
        if str(lesson.key) in lesson_keys(self.rule):
            return True
        if lesson.first_published_at:  # taken off the site, and so out of the next version
            return False
        return lesson.workflow_in_progress or not self.versions.exists()

    def lesson_keys(self) -> set[str]:
        """Of the lessons below it, published or not."""
        return {str(key) for key in LessonPage.objects.child_of(self).values_list("key", flat=True)}

    @classmethod
    def slug_taken(cls, slug: str, pk: int | None = None) -> bool:
        return cls.objects.filter(slug=slug).exclude(pk=pk).exists()

    @classmethod
    def free_slug(cls, slug: str) -> str:
        number, free = 1, slug
        while cls.slug_taken(free):
            number += 1
            free = f"{slug}-{number}"
        return free


class LessonTopic(ItemBase):
    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="lessons")
    content_object = ParentalKey("curriculum.LessonPage", on_delete=models.CASCADE, related_name="tagged_topics")


class LessonPage(FinishedWhenLive, Page):
    """A lesson. Its body is read at /learn/ by enrolled people only, never here."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    part = models.CharField(_("part"), max_length=60, blank=True, help_text=_("Lessons of one part stand together."))
    mode = models.CharField(_("how it is held"), max_length=10, choices=LessonMode.choices, default=LessonMode.READING)
    minutes = models.PositiveIntegerField(
        _("length in minutes"), help_text=_("What counts towards the hours of the course.")
    )
    reading_minutes = models.PositiveSmallIntegerField(_("reading time in minutes"), default=10)
    required = models.BooleanField(_("required"), default=True)
    goal = models.CharField(_("goal"), max_length=200)
    body = StreamField(LessonBlock(), verbose_name=_("content"))
    topics = ClusterTaggableManager(through=LessonTopic, blank=True, verbose_name=_("topics"))

    parent_page_types = ["curriculum.CoursePage"]
    subpage_types: ClassVar[list[str]] = []
    exclude_fields_in_copy = ["key"]
    copy_form_class = CurriculumCopyForm
    base_form_class = PageForm
    open_numbers = ("minutes", "reading_minutes")
    edit_handler = tabs(
        [FieldPanel("goal"), FieldPanel("body"), FieldPanel("topics")],
        [
            told(
                _(
                    "Publishing a lesson changes nothing for people in a run. A new version comes with the next publication of "
                    "the course; a reviewer can carry a mere change of wording into the running ones."
                )
            ),
            FieldPanel("part"),
            FieldPanel("mode"),
            FieldPanel("minutes"),
            FieldPanel("reading_minutes"),
            FieldPanel("required"),
        ],
    )

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Never the body: people of a run read their version of it under /learn/, editors see it in the admin, others what
        the course is."""
        run_id = self._run_of(request.user)
        if run_id is not None:
            return redirect("lesson", run_id, self.key)
        if self.permissions_for_user(request.user).can_edit():
            return redirect("lesson_for_editors", self.pk)
        return redirect("course", self.get_parent().slug)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        context = self.get_context(request) | {"hints": json.dumps(hints())}
        return TemplateResponse(request, "courses/curriculum/lesson_preview.html", context)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[Any]:
        return []

    def _run_of(self, user: Person) -> int | None:
        """The person's latest run whose version holds this lesson."""
        if not user.is_authenticated:
            return None
        mine = user.enrolments.filter(state__in=sorted(LEARNING), version__lesson_revisions__lesson_key=self.key)
        return mine.order_by("-applied_at", "-pk").values_list("run_id", flat=True).first()
