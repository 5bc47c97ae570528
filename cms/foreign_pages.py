"""What editors see of the pages of other centres: those that are published, as everybody does, so that one can link to them.

Wagtail shows the titles of all pages, drafts too, wherever one chooses a page or does something to several.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from lms.common.text.numbers import row_number

# Parts of addresses, and of what is sent, that name pages.
IN_ADDRESSES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
SENT = ("new_parent_page", "parent_page", "chooser", "target_pages[]")
LISTS_OF_PAGES = {"wagtail_bulk_action", "wagtailadmin_choose_page_chosen_multiple"}
# Counts and names pages of the whole installation.
OF_SUPERUSERS = {"wagtailadmin_reports:page_types_usage", "wagtailadmin_reports:page_types_usage_results"}


def seen_by(user: Any) -> QuerySet[Page]:
    """One's own and those above them; of others what is published, unless it is getting another title."""
    if user.is_superuser:
        return Page.objects.all()
    own = policy_registry.get_by_type(Page).explorable_instances(user)
    return Page.objects.filter(Q(pk__in=own.values("pk")) | Q(live=True, draft_title=F("title")))


def choose_among_seen(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return pages.filter(pk__in=seen_by(request.user).values("pk"))


def leave_out_report_of_types(request: HttpRequest, items: list[Any]) -> None:
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name != "page-types-usage"]


class ForeignPagesMiddleware:
    """A page that somebody doesn't see is not there, whichever view of the admin is asked for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        if not request.path.startswith("/cms/") or request.user.is_anonymous or request.user.is_superuser:
            return
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OF_SUPERUSERS:
            raise PermissionDenied
        asked = set(named_pages(request, name, kwargs))
        hidden = Page.objects.filter(pk__in=asked).exclude(pk__in=seen_by(request.user).values("pk"))
        if asked and hidden.exists():
            raise Http404


def named_pages(request: HttpRequest, view_name: str, kwargs: dict[str, Any]) -> Iterable[int]:
    of_pages = view_name in LISTS_OF_PAGES and kwargs.get("model_name", "page") == "page"
    keys = (*SENT, "id") if of_pages else SENT
    sent = [value for data in (request.GET, request.POST) for key in keys for value in data.getlist(key)]
    for value in (*sent, *(kwargs.get(key) for key in IN_ADDRESSES)):
        if number := row_number(str(value)):
            yield number
