from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt  # signs nobody in: it sends on, whatever the method
def sign_in(request: HttpRequest) -> HttpResponse:
    """Wagtail's own sign-in pages take a password alone; there is one sign-in, and it is the site's."""
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return redirect("account_login")
    return redirect_to_login(wanted, reverse("account_login"))
