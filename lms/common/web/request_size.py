"""The most that one request may bring. Django limits the text of a form alone, and takes files of any size into its folder."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lms.common.web.views import too_large

MEGABYTE = 1024 * 1024
DOCUMENTS = "/cms/documents/"


class RequestSizeMiddleware:
    """Judged by what the header announces, before anything reads the body: Django's check of the token does, for one.

    No more than it announces is ever read. A body without the header (sent in chunks) is not read at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = _announced(request)
        if announced <= settings.MAX_REQUEST_MB * MEGABYTE:
            return self.get_response(request)
        most = MEGABYTE * (settings.MAX_DOCUMENT_MB if _sends_documents(request) else settings.MAX_REQUEST_MB)
        return self.get_response(request) if announced <= most else too_large(request, most=most)


def _announced(request: HttpRequest) -> int:
    """As Django reads it, which takes what is no number for nothing."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _sends_documents(request: HttpRequest) -> bool:
    return request.path.startswith(DOCUMENTS) and request.user.has_perm("wagtailadmin.access_admin")
