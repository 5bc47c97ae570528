from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from courses.curriculum.domain.publishing import append_wording_to_runs, changes_wording_only, followed_versions
from courses.curriculum.models import CourseVersion, LessonPage, LessonRevision
from courses.curriculum.queries.versions import revisions_in_force
from courses.curriculum.rules import may_publish
from courses.runs.enums import OPEN_RUN
from lms.common.web.refusals import refusal_kept


@require_http_methods(["GET", "HEAD", "POST"])
def carry_wording(request: HttpRequest, page_id: int) -> HttpResponse:
    """A reviewer puts the published wording of a lesson in force for the runs that are under way."""
    lesson = get_object_or_404(LessonPage.objects.select_related("live_revision"), pk=page_id)
    if not may_publish(request.user, lesson):
        raise PermissionDenied
    if request.method != "POST":
        lines = [_line(version, lesson) for version in followed_versions(lesson)]
        open_lines = [line for line in lines if not line["current"]]
        ready = bool(open_lines) and all(line["allowed"] for line in open_lines)
        context = {"lesson": lesson, "lines": lines, "ready": ready}
        return TemplateResponse(request, "courses/curriculum/admin/wording.html", context)
    with refusal_kept() as refusal:
        append_wording_to_runs(lesson=lesson, actor=request.user)
        messages.success(request, _("The runs under way now show this wording."))
    if refusal.said:
        messages.error(request, refusal.said)
    return redirect("wagtailadmin_pages:edit", lesson.pk)


def _line(version: CourseVersion, lesson: LessonPage) -> dict[str, object]:
    in_force: LessonRevision = revisions_in_force(version)[lesson.key]
    current = in_force.revision_id == lesson.live_revision_id
    return {
        "version": version,
        "runs": version.runs.filter(state__in=OPEN_RUN),
        "current": current,
        "allowed": current or changes_wording_only(lesson, in_force),
    }
