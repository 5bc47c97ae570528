import logging
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import DataError
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from lms.common.errors import DomainError
from lms.common.web.limits import TooOften

logger = logging.getLogger(__name__)

# The admin's way in and out, which leads to the site's own, and its words and pictures: no page of it.
OUTSIDE = {"wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}


class AdminRefusalMiddleware:
    """In the Wagtail admin, what a rule or the database refuses is a message on the page before, not an error page.

    Its delete views ask nobody first about pictures, documents, people and reference data, and its publish views (bulk,
    approval of a task) take a page that has become invalid since it was sent in for review.

    Who is signed in and no editor is told so: Wagtail sends them to sign in, and from there they come straight back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if not request.path.startswith("/cms/") or request.user.is_anonymous:
            return
        match = request.resolver_match
        if (match and match.url_name in OUTSIDE) or request.user.has_perm("wagtailadmin.access_admin"):
            return
        raise PermissionDenied(_("Editors and reviewers write the pages of the site here."))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not request.path.startswith("/cms/"):
            return None
        text = refusal(error)
        if text is None and is_unreadable(request, error):
            logger.warning("The admin could not read what was sent.", exc_info=error)
            text = _("Something in what was sent can't be read. Please choose or type it anew.")
        if text is None:
            return None
        messages.error(request, text)
        before = request.headers.get("Referer", "")
        known = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
        return redirect(before if known and request.method == "POST" else "wagtailadmin_home")


def is_unreadable(request: HttpRequest, error: Exception) -> bool:
    """What a chooser, a page number or a form without its scripts sends is not checked by Wagtail everywhere: a number that
    is none or has too many digits, a page that is not there, a part that is missing, a way back that leads nowhere."""
    if not (request.GET or request.POST):
        return False
    if isinstance(error, ValueError):
        return "expected a number but got" in str(error)  # Django's words for the value of a number's column
    if isinstance(error, NoReverseMatch):
        return bool(request.GET.get("next") or request.POST.get("next"))
    return isinstance(error, OverflowError | DataError | MultiValueDictKeyError | ObjectDoesNotExist)


def refusal(error: Exception) -> str | None:
    if isinstance(error, ProtectedError | RestrictedError):
        return _(
            "This can't be deleted: lessons, records or people of a run still need it. Leave it, or take it out of what people "
            "can choose."
        )
    if isinstance(error, ValidationError):
        return _("Nothing was changed. Please check: %(what)s") % {"what": " ".join(error.messages)}
    if isinstance(error, DomainError) and not isinstance(error, TooOften):  # which has a page with the time
        return str(error.message)
    return None
