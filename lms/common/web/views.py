"""Pages that belong to no feature: display settings, help, privacy, and what one sees when something went wrong."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_http_methods, require_safe

from lms.common import clock
from lms.common.ui.display import COOKIE_AGE, TEXT_SIZES, THEMES, DisplayForm, display_of
from lms.common.web import kept_forms, policy


@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """After a choice the same page comes back in the new look; its button leads to where the person came from."""
    back = _safe_address(request, request.POST.get("next") or request.GET.get("next") or "")
    form = DisplayForm(request.POST or None)
    if form.is_bound and form.is_valid():
        messages.success(request, _("Saved on this device."))
        response = redirect(f"{reverse('common:display')}?{urlencode({'next': back})}" if back else "common:display")
        for name in ("text", "theme"):
            if value := form.cleaned_data[name]:
                response.set_cookie(name, value, max_age=COOKIE_AGE, samesite="Lax", secure=request.is_secure())
        return response
    context = {"form": form, "next": back, "text_sizes": TEXT_SIZES, "themes": THEMES}
    return render(request, "common/display.html", context, status=422 if form.is_bound else 200)


def _safe_address(request: HttpRequest, address: str) -> str:
    """Where the person came from, if that is a page of this site."""
    allowed = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if allowed else ""


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "common/help.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "common/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "common/privacy.html", {"kept": policy.kept(), "officers": policy.officers()})


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token ran out, mostly because the page was open for long. What was written comes back.

    A form that says whose it is comes back on its page, for that person; another one, as of a visitor, behind one button.
    Only a form of this site gets either: a stranger's page must not have its text sent with a valid token.
    """
    if kept := kept_forms.read(request):
        if request.user.pk == kept.owner:
            return redirect(kept_forms.keep(kept))
        if not request.user.is_authenticated:
            return redirect(settings.LOGIN_URL)  # KeptFormsMiddleware keeps it
    written = _written(request) if not kept and kept_forms.is_from_here(request) else []
    context = {"token_ran_out": True, "kept": written, "address": request.get_full_path()}
    response = render(request, "400.html", context, status=400)
    response.headers["Cache-Control"] = "no-store"
    return response


def _written(request: HttpRequest) -> list[tuple[str, str]]:
    return [(key, value) for key, values in request.POST.lists() if key not in kept_forms.NEVER for value in values]


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What can't be read, and what is too much to read, which Django answers alike."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    if isinstance(exception, TooManyFieldsSent):
        return render(request, "413.html", {"too_many_parts": True}, status=413)
    return render(request, "400.html", status=400)


def too_large(request: HttpRequest, *, most: int) -> HttpResponse:
    """A whole request, files and all, of more than `most` bytes."""
    return render(request, "413.html", {"most": most}, status=413)


def gone(request: HttpRequest, *, why: str = "", instead: tuple[str, str] | None = None) -> HttpResponse:
    """A page that was withdrawn. `instead` is (address, title) of what took its place."""
    return render(request, "410.html", {"why": why, "instead": instead}, status=410)


def too_many_requests(request: HttpRequest, *, until: datetime, message: str = "") -> HttpResponse:
    """Says when it works again, to people and (`Retry-After`) to programs. What was written waits behind a button."""
    context = {"until": until, "message": message, "kept": _written(request), "address": request.get_full_path()}
    response = render(request, "429.html", context, status=429)
    response.headers["Retry-After"] = str(max(1, int((until - clock.now()).total_seconds())))
    return response


def server_error(request: HttpRequest, template_name: str = "500.html") -> HttpResponse:
    """No context processor and no query: whatever broke may break again. The number joins the call and the log line."""
    context: dict[str, Any] = {
        "reference": getattr(request, "request_id", ""),
        "help_phone": settings.HELP_PHONE,
        "display": display_of(request),
        "site_name": settings.SITE_NAME,
    }
    return HttpResponse(render_to_string(template_name, context), status=500)
