import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

MOST = 200  # letters: SQLite refuses to look for thousands
QUOTES = re.compile(r"[\"\\]")  # end the phrase that Wagtail makes of each word for SQLite
# What Wagtail orders and filters a whole list by, and can't what a search has found.
OF_LISTS_ALONE = ("file_size", "usage_count")


class AdminSearchMiddleware:
    """Takes out of a search in the Wagtail admin what breaks it: nobody looks for that, or it means nothing there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/cms/") and request.GET.get("q"):
            asked = request.GET.copy()
            asked["q"] = QUOTES.sub(" ", str(asked["q"]))[:MOST]
            for name in list(asked):
                if name.startswith(OF_LISTS_ALONE):
                    del asked[name]
            if asked.get("ordering", "").lstrip("-") in OF_LISTS_ALONE:
                del asked["ordering"]
            request.GET = asked  # type: ignore[assignment]
        return self.get_response(request)
