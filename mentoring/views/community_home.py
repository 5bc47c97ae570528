from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.accounts.models import User
from mentoring.queries.community_home import home


@require_safe
@login_required
def community_home(request: HttpRequest) -> HttpResponse:
    shown = home(cast(User, request.user))
    if not shown.communities:
        raise Http404
    request.help_centre = shown.communities[0].centre  # type: ignore[attr-defined]
    return render(request, "mentoring/community_home.html", {"home": shown})
