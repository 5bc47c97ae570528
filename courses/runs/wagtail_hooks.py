from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from courses.curriculum.models import CoursePage, LessonPage
from courses.runs.queries.editing import runs_following


@hooks.register("before_edit_page")
def say_whom_it_concerns(request: HttpRequest, page: Page) -> None:
    """Before anything is changed, so that nobody fears for those who learn now, and nobody expects them to see the change."""
    if request.method != "GET" or not isinstance(page, CoursePage | LessonPage):
        return
    runs = runs_following(page)
    if not runs:
        return
    text = _("%(people)s people in %(runs)s follow this course now, and keep it as they began it. %(next)s")
    each = ", ".join(_("%(run)s (%(people)s)") % {"run": name, "people": people} for name, people in runs)
    begins = (
        _("What is published begins with the next run; a reviewer can carry a mere change of wording over.")
        if isinstance(page, LessonPage)
        else _("Publishing makes a new version, for runs that are opened from then on.")
    )
    messages.info(request, text % {"people": sum(people for _name, people in runs), "runs": each, "next": begins})
