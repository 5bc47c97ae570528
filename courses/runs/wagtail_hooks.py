from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from courses.curriculum.models import CoursePage, LessonPage
from courses.curriculum.queries.guards import may_move
from courses.runs.queries.editing import concerns_if_moved, runs_following, whom_it_concerns


@hooks.register("before_edit_page")
def say_whom_it_concerns(request: HttpRequest, page: Page) -> None:
    """Before anything is changed, so that nobody fears for those who learn now, and nobody expects them to see the change."""
    if request.method != "GET" or not isinstance(page, CoursePage | LessonPage):
        return
    runs = runs_following(page)
    if not runs:
        return
    begins = (
        _("What is published begins with the next run; a reviewer can carry a mere change of wording over.")
        if isinstance(page, LessonPage)
        else _("Publishing makes a new version, for runs that are opened from then on.")
    )
    messages.info(request, whom_it_concerns(runs, then=begins))


@hooks.register("before_move_page")
def say_whom_the_move_concerns(request: HttpRequest, page: Page, destination: Page) -> None:
    """On the page that asks whether it is meant; what may not move at all is refused by the curriculum."""
    if request.method == "GET" and may_move(page, destination) and (concerns := concerns_if_moved(page)):
        messages.warning(request, concerns)
