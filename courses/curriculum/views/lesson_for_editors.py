from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from courses.curriculum.models import LessonPage


@require_safe
def read_as_editor(request: HttpRequest, page_id: int) -> HttpResponse:
    """A published lesson as its editors see it, with the button that leads to editing. It has no other public face."""
    lesson = get_object_or_404(LessonPage.objects.live(), pk=page_id)
    if not lesson.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return TemplateResponse(request, "courses/curriculum/lesson_preview.html", lesson.get_context(request))
