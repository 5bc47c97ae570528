from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from lms.accounts.models import User
from lms.notifications import domain
from lms.notifications.queries import notices_of

PER_PAGE = 30


@require_GET
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    page = Paginator(notices_of(cast(User, request.user)), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "notifications/notices.html", {"page": page, "has_unread": any(n.read_at is None for n in page)}
    )


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    domain.mark_read(person=cast(User, request.user))
    return redirect("notices")
