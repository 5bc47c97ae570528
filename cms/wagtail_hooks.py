from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.models import Page

from cms.blocks.mended import mended_texts
from cms.checks import use_site_checks
from cms.foreign_pages import choose_among_seen, leave_out_report_of_types
from cms.reference import ReferenceData
from cms.views.guide import guide_view
from lms.accounts.models import User


@hooks.register("register_admin_viewset")
def reference_data() -> ViewSetGroup:
    return ReferenceData()


# Wagtail leaves it to the name of the field, which is English.
WorkflowPageForm.base_fields["page"].label = pgettext_lazy("site", "Page")
hooks.register("construct_wagtail_userbar", use_site_checks)
hooks.register("construct_page_chooser_queryset", choose_among_seen)
hooks.register("construct_reports_menu", leave_out_report_of_types)


@hooks.register("register_admin_urls")
def guide_url() -> list[URLPattern]:
    return [path("guide/", guide_view, name="editors_guide")]


@hooks.register("before_edit_page")
def say_what_is_shown_cleaned(request: HttpRequest, page: Page) -> None:
    """What is saved from here on is what the editor shows, so it says where that is not what was stored."""
    if request.method == "GET" and (texts := mended_texts(page)):
        note = _(
            "Here the stored text held signs that don't belong there, and is shown without them: %(texts)s. Please read it "
            "over before you save."
        )
        messages.warning(request, note % {"texts": ", ".join(texts)})


@hooks.register("register_help_menu_item")
def guide_menu_item() -> MenuItem:
    return MenuItem(gettext_lazy("Editors' guide"), reverse_lazy("editors_guide"), icon_name="help", order=100)


@hooks.register("construct_help_menu")
def own_guide_only(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's guide and news are in English and about Wagtail at large."""
    items[:] = [item for item in items if item.name != "editor-guide" and not item.name.startswith("whats-new")]


@hooks.register("before_bulk_action")
def keep_people(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """What a person may do follows from staff roles, and accounts are closed by their own rules, never deleted."""
    if action.model is not User:
        return None
    messages.error(request, _("Accounts are closed one by one, and roles are given as staff roles."))
    return redirect("wagtailusers_users:index")


@hooks.register("construct_page_action_menu")
def handing_in_first(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Who can't publish asks for review: drafts save themselves while one writes. A new page is saved first, though."""
    page = context.get("page")
    if context["view"] != "edit" or page is None or page.permissions_for_user(request.user).can_publish():
        return
    items.sort(key=lambda item: item.name != SubmitForModerationMenuItem.name)
