from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from lms.accounts.requests import AuthedRequest, signed_in
from lms.notifications import domain
from lms.notifications.queries import notices_of

PER_PAGE = 30


@require_GET
@signed_in
def notices(request: AuthedRequest) -> HttpResponse:
    page = Paginator(notices_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "notifications/notices.html", {"page": page, "has_unread": any(n.read_at is None for n in page)}
    )


@require_GET
@signed_in
def notice(request: AuthedRequest, pk: int) -> HttpResponse:
    """Leads to where the rest stands. What leads to the same page is read with it."""
    row = get_object_or_404(notices_of(request.user), pk=pk)
    domain.mark_read(person=request.user, path=row.path)
    return redirect(row.path)


@require_POST
@signed_in
def read_all(request: AuthedRequest) -> HttpResponse:
    domain.mark_read(person=request.user)
    return redirect("notices")
