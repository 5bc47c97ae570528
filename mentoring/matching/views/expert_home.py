from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.common import clock
from mentoring.corps.views.access import ExpertRequest, experts_only
from mentoring.matching.queries.expert_home import home


@require_safe
@experts_only
def expert_home(request: ExpertRequest) -> HttpResponse:
    shown = home(request.user, request.experts)
    return render(request, "mentoring/matching/expert_home.html", {"home": shown, "month": clock.today()})
