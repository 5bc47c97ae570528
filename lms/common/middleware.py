from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_cache_control

CMS_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'self'"
)


class KoreanMiddleware:
    """Korean for everyone, whatever the browser asks for: the text of the site is complete in no other language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate("ko")
        return self.get_response(request)


class PrivatePagesMiddleware:
    """What a signed-in person sees is kept by no cache and not by the back button; the admin gets its own script policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not request.path.startswith(("/media/", "/static/")):
            add_never_cache_headers(response)
            patch_cache_control(response, no_store=True)
        if request.path.startswith("/cms/"):
            response.setdefault("Content-Security-Policy", CMS_POLICY)
        return response
