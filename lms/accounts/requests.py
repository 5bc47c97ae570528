"""Requests as the site's own views know them. At run time they are Django's: these classes say what is noted on them."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from lms.accounts.models import Centre, User

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


class SiteRequest(HttpRequest):
    """Of anybody. What may be missing is read by `getattr`."""

    help_centre: Centre  # whom the page says to call, and whose records a refusal belongs to
    _offices: list[Centre]  # kept by `offices_of`
    _centre: Centre  # of the office's page, kept by `current_centre`


class AuthedRequest(SiteRequest):
    """Of somebody who has signed in."""

    user: User


def signed_in(view: Callable[Concatenate[AuthedRequest, P], R]) -> Callable[Concatenate[HttpRequest, P], R]:
    """For people with an account; all others are led to the sign-in page and back."""
    return cast(Callable[Concatenate[HttpRequest, P], R], login_required(view))
