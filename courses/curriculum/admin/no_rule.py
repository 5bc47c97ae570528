"""A course without a completion rule, published: everyone completes it, which is asked about and not refused."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Page

from courses.curriculum.models import CoursePage


def warn_of_no_rule(request: HttpRequest, page: Page) -> None:
    if isinstance(page, CoursePage) and page.live and not page.rule:
        messages.warning(
            request,
            _("This course has no completion rule: everyone who takes part completes it. Is that meant?"),
            buttons=[messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Completion rule"))],
        )


class CourseReviewView(WorkflowActionView):
    """Approving from the home or the reports, past the page's own form."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(request, *args, **kwargs)
        warn_of_no_rule(request, CoursePage.objects.get(pk=self.object.pk))
        return response
