"""Page operations of the admin, as far as people's rows depend on them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.models import CentrePage, HomePage
from courses.curriculum.admin.explorer import CourseViewSet, LessonViewSet, TierViewSet
from courses.curriculum.admin.home_panel import add_desk
from courses.curriculum.admin.no_rule import warn_of_no_rule
from courses.curriculum.models import CoursePage, LessonPage
from courses.curriculum.queries.guards import any_followed, followed, may_move
from courses.curriculum.rules import may_publish
from courses.curriculum.views.lesson_for_editors import read_as_editor
from courses.curriculum.views.wording import carry_wording


def _refuse(request: HttpRequest, text: str, page: Page, *, unpublish: bool = False) -> HttpResponse:
    buttons = []
    if unpublish and page.live and page.permissions_for_user(request.user).can_unpublish():
        buttons = [messages.button(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), _("Take it off the site"))]
    messages.error(request, text, buttons=buttons)
    parent = page.get_parent()
    return redirect("wagtailadmin_explore", parent.pk if parent else page.pk)


def _kept_text() -> str:
    return _(
        "This can't be deleted: people's records and certificates rest on it, or on a page below it. Take it off the site "
        "instead; whoever has begun keeps their lessons, and nobody else sees it."
    )


@hooks.register("before_delete_page")
def keep_followed_pages(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, _kept_text(), page, unpublish=True) if followed(page) else None


@hooks.register("before_bulk_action")
def keep_followed_pages_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    if not objects or not issubclass(action.model, Page):
        return None
    if action_type == "delete" and any_followed(objects):
        return _refuse(request, _kept_text(), objects[0])
    if action_type == "move":
        destination = action.cleaned_form.cleaned_data["chooser"]
        if not all(may_move(page, destination) for page in objects):
            return _refuse(request, _move_text(), objects[0])
    return None


def _move_text() -> str:
    return _(
        "This can't be moved there: its runs, records and certificates belong to this centre and this course. "
        "Make a copy there instead."
    )


@hooks.register("before_move_page")
def keep_followed_pages_in_place(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    return None if may_move(page, destination) else _refuse(request, _move_text(), page)


@hooks.register("before_copy_page")
def refuse_copies_of_single_pages(request: HttpRequest, page: Page) -> HttpResponse | None:
    """There is one home page, and one page for each centre; copying a whole centre would double both."""
    if issubclass(page.specific_class, HomePage | CentrePage):
        return _refuse(
            request, _("This page exists once only. Copy the programme, tier or course that you need."), page
        )
    return None


@hooks.register("after_copy_page")
def settle_addresses_of_copies(request: HttpRequest, page: Page, new_page: Page) -> None:
    """The drafts of copied courses still name the originals' addresses; they get those that their pages were given."""
    for course in CoursePage.objects.descendant_of(new_page, inclusive=True):
        draft = course.get_latest_revision_as_object()
        if draft.slug != course.slug:
            draft.slug = course.slug
            draft.save_revision(user=request.user, changed=False, clean=False)


hooks.register("after_publish_page", warn_of_no_rule)


@hooks.register("after_edit_page")
def warn_of_no_rule_after_review(request: HttpRequest, page: Page) -> None:
    """Approving publishes by way of the review's task, which has no step of its own for this."""
    if "action-workflow-action" in request.POST:
        warn_of_no_rule(request, type(page).objects.get(pk=page.pk))


hooks.register("construct_homepage_panels", add_desk)


@hooks.register("register_admin_viewset")
def explorer_of_the_curriculum() -> list[ViewSet]:
    return [TierViewSet("tiers"), CourseViewSet("courses"), LessonViewSet("lessons")]


@hooks.register("register_admin_urls")
def lesson_urls() -> list[URLPattern]:
    return [
        path("lessons/<int:page_id>/", read_as_editor, name="lesson_for_editors"),
        path("lessons/<int:page_id>/wording/", carry_wording, name="lesson_wording"),
    ]


@hooks.register("register_page_listing_more_buttons")
@hooks.register("register_page_header_buttons")
def wording_button(page: Page, user: Any, **kwargs: Any) -> list[Button]:
    if not issubclass(page.specific_class, LessonPage) or not page.live or not may_publish(user, page):
        return []
    label = _("Carry this wording into running courses")
    return [Button(label, reverse("lesson_wording", args=[page.pk]), icon_name="redirect", priority=70)]
