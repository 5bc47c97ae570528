"""A page that was reached without its notice, as from the e-mail's link, makes the notice one that was read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from lms.accounts.models import User
from lms.notifications.domain import mark_read_at
from lms.notifications.queries import leads_here


class ReadNoticesMiddleware:
    """Only where the tabs have found that one leads here, so that other pages pay no query; a page that was refused is not
    read, nor is one that answers a form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_read = request.method == "GET" and response.status_code == 200 and leads_here(request)
        if is_read and isinstance(request.user, User):
            mark_read_at(person=request.user, page=request.get_full_path())
        return response
