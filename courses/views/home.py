from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.panels import home_panels
from courses.queries import home as queries
from lms.accounts.models import User


@require_safe
@login_required
def my_home(request: HttpRequest) -> HttpResponse:
    person = cast(User, request.user)
    return render(request, "courses/my_home.html", {"home": queries.home(person), "panels": home_panels(person)})


@require_safe
@login_required
def my_learning(request: HttpRequest) -> HttpResponse:
    return render(request, "courses/my_learning.html", {"groups": queries.learning(cast(User, request.user))})
