from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse

from lms.signin import second_factor

# Signing in and out, showing the second factor, and the password asked for once more before one is set up.
SIGN_IN = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_lost",  # asks colleagues for help, and opens nothing
}


class SecondFactorMiddleware:
    """Until staff have shown a second factor, they are a visitor to the whole site but its sign-in and second factor.

    So no list of public pages is kept: what a visitor may not see, a password alone does not open.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not second_factor.is_awaited(request) or belongs_to_signing_in(request):
            return self.get_response(request)
        person, request.user = request.user, AnonymousUser()
        response = self.get_response(request)
        request.user = person
        if response.status_code == 302 and leads_to_sign_in(response["Location"]):
            return redirect(second_factor.next_step(request))
        return response


class RefusedFormsMiddleware:
    """allauth answers a form that it refuses as if all were well; here it is 422, as of every other form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        form = (response.context_data or {}).get("form")
        if isinstance(form, BaseForm) and form.errors and response.status_code == 200:
            response.status_code = 422
        return response


def belongs_to_signing_in(request: HttpRequest) -> bool:
    """Who has a second factor may only show it: with a password alone it can't be replaced or taken away."""
    try:
        name = resolve(request.path_info).url_name or ""
    except Resolver404:
        return False
    return name in SIGN_IN or (name.startswith("mfa_") and not second_factor.kinds_of(request.user))


def leads_to_sign_in(address: str) -> bool:
    return address.partition("?")[0] in {reverse(settings.LOGIN_URL), reverse("wagtailadmin_login")}
