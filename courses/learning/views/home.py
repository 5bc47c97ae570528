from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.learning.panels import home_panels
from courses.learning.queries import home as queries
from lms.accounts.requests import AuthedRequest, signed_in


@require_safe
@signed_in
def my_home(request: AuthedRequest) -> HttpResponse:
    person = request.user
    return render(
        request, "courses/learning/my_home.html", {"home": queries.home(person), "panels": home_panels(person)}
    )


@require_safe
@signed_in
def my_learning(request: AuthedRequest) -> HttpResponse:
    return render(request, "courses/learning/my_learning.html", {"groups": queries.learning(request.user)})
