"""Pages whose address lets somebody in: no cache keeps them and no search engine lists them."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from lms.common.web.limits import View


def behind_a_secret_link(view: View) -> View:
    """A mark, as Django's `csrf_exempt` is one: most refusals are made outside the view, by the middleware."""
    view.is_secret_link = True  # type: ignore[attr-defined]
    return view


def hide(request: HttpRequest, response: HttpResponse) -> None:
    if request.resolver_match and getattr(request.resolver_match.func, "is_secret_link", False):
        patch_cache_control(response, no_store=True, private=True)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
