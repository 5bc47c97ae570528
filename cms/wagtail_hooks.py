from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.reference import ReferenceData
from lms.accounts.models import User


@hooks.register("register_admin_viewset")
def reference_data() -> ViewSetGroup:
    return ReferenceData()


class SiteChecks(ContentCheckerItem):
    """More of axe's rules than Wagtail asks for, since readers of 50 to 70 are whom these pages are for."""

    axe_run_only = [
        *ContentCheckerItem.axe_run_only,
        "color-contrast",
        "image-alt",
        "label",
        "list",
        "listitem",
        "td-headers-attr",
        "th-has-data-cells",
    ]


@hooks.register("construct_wagtail_userbar")
def more_checks(request: HttpRequest, items: list[Any], page: Any) -> None:
    items[:] = [SiteChecks(in_editor=item.in_editor) if type(item) is ContentCheckerItem else item for item in items]


@hooks.register("before_bulk_action")
def keep_people(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """What a person may do follows from staff roles, and an account is closed, not deleted."""
    if action.model is not User or action_type not in ("delete", "assign_role"):
        return None
    messages.error(request, _("Accounts are closed one by one, and roles are given as staff roles."))
    return redirect("wagtailusers_users:index")
