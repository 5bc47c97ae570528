"""The editors' desk: what Wagtail's own panels of the first page leave out, and what to do where they are empty."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import PageLogEntry, TaskState

from courses.curriculum.models import LessonPage
from courses.curriculum.queries.editing import scheduled, wanting


class DeskPanel(Component):
    """After Wagtail's lists of what to review (220) and of one's own edits (250), which hide when they are empty."""

    name = "editors_desk"
    order = 260
    template_name = "courses/curriculum/admin/desk.html"

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        options = LessonPage._meta
        return {
            "new_lesson_url": reverse("wagtailadmin_pages:choose_parent", args=[options.app_label, options.model_name]),
            "has_edits": PageLogEntry.objects.filter(user=self.user, action="wagtail.edit").exists(),
            "has_reviews": TaskState.objects.reviewable_by(self.user).exists(),
            "scheduled": scheduled(self.user),
            "wanting": wanting(self.user),
        }


def add_desk(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(DeskPanel(request.user))
