from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.accounts.current import current_centre, offices_of
from lms.accounts.models import User
from mentoring.queries.office_home import home


@require_safe
@login_required
def office_home(request: HttpRequest) -> HttpResponse:
    centre = current_centre(request)
    context = {"home": home(cast(User, request.user), centre), "centre": centre, "offices": offices_of(request)}
    return render(request, "mentoring/office_home.html", context)
