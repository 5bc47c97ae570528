"""Whose consent rests on words that changed in earnest is asked again once after signing in, before the page they go to."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from lms.accounts.models import User
from lms.privacy.queries.consents import asked_again

ASKED = "consents_again"


def note(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Looked up once, at the sign-in, so that no later page pays for it."""
    if asked_again(user):
        request.session[ASKED] = True


class AskAgainMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_page(request) and request.user.is_authenticated and request.session.pop(ASKED, False):
            return redirect(f"{reverse('consents_again')}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)


def is_page(request: HttpRequest) -> bool:
    """What somebody opens, and not a picture or a part of a page; signing in goes on to its end."""
    opened = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
    return opened and not request.path.startswith(("/accounts/", "/my/privacy/"))
