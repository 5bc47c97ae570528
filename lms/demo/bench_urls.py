"""The site's addresses and one page with nothing on it: what a signed-in request costs before any page's own work."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.user.pk))


urlpatterns = [path("bench/bare/", bare), path("", include("lms.urls"))]
