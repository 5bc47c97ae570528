from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.accounts.requests import AuthedRequest, signed_in
from mentoring.visits.queries.community_home import home


@require_safe
@signed_in
def community_home(request: AuthedRequest) -> HttpResponse:
    shown = home(request.user)
    if not shown.communities:
        raise Http404
    request.help_centre = shown.communities[0].centre
    return render(request, "mentoring/visits/community_home.html", {"home": shown})
