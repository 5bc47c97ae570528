"""allauth's views of signing in by another service, which are not there where the service is not configured."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.socialaccount import views
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.kakao import views as kakao
from allauth.socialaccount.providers.naver import views as naver
from allauth.socialaccount.providers.openid_connect import views as openid
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from requests import RequestException

from lms.common.web.limits import limited
from lms.signin.social import concerns, is_configured, name_of, services

View = Callable[..., HttpResponse]


def configured(view: View, key: str = "", methods: tuple[str, ...] = ("GET", "HEAD", "POST")) -> View:
    counted = limited("social")(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_configured(key):
            raise Http404
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        try:
            return counted(request, *args, **kwargs)
        except RequestException:  # the service does not answer
            return render(request, "socialaccount/authentication_error.html", status=503)

    return guarded


class Connections(views.ConnectionsView):
    http_method_names = ("get", "head", "post")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not concerns(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("socialaccount_connections" if concerns(self.request.user) else "profile")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = list(SocialAccount.objects.filter(user=self.request.user.pk).order_by("date_joined", "pk"))
        rows = [
            {
                "pk": row.pk,
                "name": name_of(row.provider),
                "since": row.date_joined,
                "works": is_configured(row.provider),
            }
            for row in found
        ]
        connected = {row.provider for row in found}
        offered = [service for service in services() if service.key not in connected]
        return super().get_context_data(**kwargs) | {"rows": rows, "offered": offered}


SEND, READ = ("POST",), ("GET", "HEAD")
kakao_login = configured(kakao.oauth2_login, "kakao", SEND)
kakao_callback = configured(kakao.oauth2_callback, "kakao", READ)
naver_login = configured(naver.oauth2_login, "naver", SEND)
naver_callback = configured(naver.oauth2_callback, "naver", READ)
openid_login = configured(openid.login, "openid", SEND)
openid_callback = configured(openid.callback, "openid", READ)
cancelled = configured(views.login_cancelled, methods=READ)
failed = configured(views.login_error, methods=READ)
signup = configured(views.signup)
connections = limited("social")(Connections.as_view())
