"""What the page tree of /cms/ shows of tiers, courses and lessons."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from courses.curriculum.admin.no_rule import CourseReviewView
from courses.curriculum.models import CoursePage, LessonPage, TierPage
from courses.curriculum.queries.editing import with_hours
from lms.common.text.korean import ko_minutes


def columns(*own: Column) -> list[Column]:
    """Wagtail's columns with ours in the place of the page type, which is one and the same in these lists."""
    shown: list[Column] = []
    for column in ExplorableIndexView.base_columns:
        shown += own if column.name == "type" else [column]
    return shown


def length(minutes: Any) -> str:
    return ko_minutes(minutes) if minutes else "–"


OWNER = Column("owner_name", label=_("in charge"), width="12%")


class WithHours:
    """For both lists of a type: the tree's, and all pages of the type in one."""

    def annotate_queryset(self, pages: QuerySet[Page]) -> QuerySet[Page]:
        return super().annotate_queryset(with_hours(pages).annotate(owner_name=F("owner__name")))  # type: ignore[misc]


class WithOwner:
    def annotate_queryset(self, pages: QuerySet[Page]) -> QuerySet[Page]:
        return super().annotate_queryset(pages.annotate(owner_name=F("owner__name")))  # type: ignore[misc]


class CourseIndexView(WithHours, ExplorableIndexView):
    pass


class CourseUseView(WithHours, ContentTypeUseView):
    pass


class LessonIndexView(WithOwner, ExplorableIndexView):
    pass


class LessonUseView(WithOwner, ContentTypeUseView):
    pass


class TierViewSet(PageViewSet):
    model = TierPage
    ordering = "ord"
    columns = columns(
        Column("number", label=_("tier"), sort_key="number", width="8%"),
        Column("numchild", label=_("number of courses"), sort_key="numchild", width="10%"),
    )


class CourseViewSet(PageViewSet):
    model = CoursePage
    ordering = "ord"
    index_view_class = CourseIndexView
    content_type_use_view_class = CourseUseView
    workflow_action_view_class = CourseReviewView
    columns = columns(
        Column("key", label=_("course code"), sort_key="key", width="10%"),
        Column("numchild", label=_("number of lessons"), sort_key="numchild", width="8%"),
        Column("minutes", label=_("hours"), accessor=lambda page: length(page.lesson_minutes), width="10%"),
        OWNER,
    )


class LessonViewSet(PageViewSet):
    model = LessonPage
    ordering = "ord"  # the order in which they are learnt
    index_view_class = LessonIndexView
    content_type_use_view_class = LessonUseView
    columns = columns(
        Column("part", label=_("part"), width="10%"),
        Column("mode", label=_("how it is held"), accessor="get_mode_display", sort_key="mode", width="10%"),
        Column("minutes", label=_("length"), accessor=lambda page: length(page.minutes), sort_key="minutes"),
        OWNER,
    )
