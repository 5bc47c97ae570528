import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from lms.common.errors import DomainError, NotAllowed
from lms.common.records import accesslog
from lms.common.web import kept_forms, logs, origin, secret_links
from lms.common.web.limits import TooOften
from lms.common.web.refill import refilled
from lms.common.web.views import too_many_requests

CMS_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-src 'self'; frame-ancestors 'self'"
)
# The site asks a phone for nothing of the kind: codes are scanned by its own camera app, photos are chosen as files.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()" for feature in ("camera", "microphone", "geolocation", "payment", "usb", "display-capture", "midi")
)

OPEN = ("/media/", "/static/")
WELL_FORMED_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


class NumberedRequest(HttpRequest):
    """As RequestIdMiddleware leaves it. An error page is shown without a number, too: it is read by `getattr`."""

    request_id: str


class RequestIdMiddleware:
    """A number for each request, on its log lines and on the 500 page: the proxy's where it sends one, else a new one.

    Eight digits, because people read it out on the telephone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: NumberedRequest) -> HttpResponse:
        sent = request.headers.get("X-Request-ID", "")
        number = sent if WELL_FORMED_ID.fullmatch(sent) else f"{secrets.randbelow(10**8):08d}"
        request.request_id = number
        numbered, placed = logs.request_id.set(number), origin.client_ip.set(origin.ip_of(request))
        try:
            response = self.get_response(request)
        finally:
            logs.request_id.reset(numbered)
            origin.client_ip.reset(placed)
        response.headers["X-Request-ID"] = number
        return response


class NulMiddleware:
    """No address has a NUL in it, and PostgreSQL refuses to look for one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        return self.get_response(request)


class KoreanMiddleware:
    """Korean for everyone, whatever the browser asks for: the text of the site is complete in no other language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate("ko")
        return self.get_response(request)


class HeadersMiddleware:
    """What Django's SecurityMiddleware and django-csp don't set. docs/security-headers.md lists all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class PrivatePagesMiddleware:
    """What a signed-in person sees is kept by no cache and not by the back button; the admin gets its own script policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # An error page is nobody's own, and who asks is a question to a database that may be the error.
        if response.status_code != 500 and request.user.is_authenticated and not request.path.startswith(OPEN):
            add_never_cache_headers(response)
        secret_links.hide(request, response)
        if request.path.startswith("/cms/"):
            response.setdefault("Content-Security-Policy", CMS_POLICY)
        return response


class DenialsMiddleware:
    """Records what a signed-in person was refused, after the transaction in which it was refused is over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if accesslog.is_denial(request, response.status_code) and request.user.is_authenticated:
            accesslog.record_denial(request, response.status_code)
        return response


class DomainErrorMiddleware:
    """A rule's "no" that no form caught becomes a page with its message: 403 for people who may not, 429 for what was done
    too often, 422 for the rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, TooOften):
            return too_many_requests(request, until=exception.until, message=str(exception.message))
        if isinstance(exception, NotAllowed):
            return render(request, "403.html", {"exception": exception.message}, status=403)
        if isinstance(exception, DomainError):
            return render(request, "422.html", {"message": exception.message, "first": exception.first}, status=422)
        return None


class KeptFormsMiddleware:
    """What was sent after the session had ended is kept, and comes back on its page after signing in.

    Outside of the second factor, whose page staff are led to in the same way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        token = request.POST.get(kept_forms.KEPT) if request.method == "POST" else request.GET.get(kept_forms.KEPT)
        if request.method == "POST":
            return _after_sending(request, response, token)
        if token and request.method == "GET" and request.user.is_authenticated:
            return _come_back(request, response, token)
        return response


def _after_sending(request: HttpRequest, response: HttpResponse, token: str | None) -> HttpResponse:
    if response.status_code != 302:
        return response
    if not leads_to_sign_in(response["Location"]):
        if token:
            kept_forms.forget(token, request.user)
    elif kept := kept_forms.read(request):
        place, _mark, _next = response["Location"].partition("?")
        response["Location"] = f"{place}?{urlencode({'next': kept_forms.keep(kept)})}"
    return response


def _come_back(request: HttpRequest, response: HttpResponse, token: str) -> HttpResponse:
    if response.status_code == 405:
        return redirect(kept_forms.marked(kept_forms.page_above(request.path), token))
    if response.status_code == 302:
        if not leads_to_sign_in(response["Location"]):
            response["Location"] = kept_forms.marked(response["Location"], token)
        return response
    if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
        kept = kept_forms.find(token, request.user)
        response.content = refilled(response.content.decode(), kept, token, here=request.path)
    return response


def leads_to_sign_in(address: str) -> bool:
    names = (settings.LOGIN_URL, "mfa_reauthenticate", "mfa_reauthenticate_webauthn")
    return address.partition("?")[0] in {reverse(name) for name in names}


class NoMethodMiddleware:
    """Who opens the address of a button, by a link or by going back, is told what to do instead of an empty page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET":
            return response
        above = kept_forms.page_above(request.path)
        page = render(request, "405.html", {"above": above}, status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page
