from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.checks import use_site_checks
from cms.reference import ReferenceData
from lms.accounts.models import User


@hooks.register("register_admin_viewset")
def reference_data() -> ViewSetGroup:
    return ReferenceData()


hooks.register("construct_wagtail_userbar", use_site_checks)


@hooks.register("before_bulk_action")
def keep_people(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """What a person may do follows from staff roles, and an account is closed, not deleted."""
    if action.model is not User or action_type not in ("delete", "assign_role"):
        return None
    messages.error(request, _("Accounts are closed one by one, and roles are given as staff roles."))
    return redirect("wagtailusers_users:index")
