from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from lms.signin.views import address, confirm, devices, profile, social

OPENID = {"provider_id": "openid"}  # allauth has one address for any number of providers; here is one


urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/email/", address.address, name="account_email"),  # in place of allauth's,
    path("accounts/email/again/", address.address_again, name="address_again"),
    path("accounts/email/new/<str:token>/", address.address_link, name="address_link"),
    path("accounts/confirm/<str:token>/", confirm.confirm_link, name="confirm_link"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/second/", include("allauth.mfa.urls")),
    path("accounts/services/", social.connections, name="socialaccount_connections"),
    path("accounts/services/join/", social.signup, name="socialaccount_signup"),
    path("accounts/services/cancelled/", social.cancelled, name="socialaccount_login_cancelled"),
    path("accounts/services/error/", social.failed, name="socialaccount_login_error"),
    path("accounts/kakao/login/", social.kakao_login, name="kakao_login"),
    path("accounts/kakao/login/callback/", social.kakao_callback, name="kakao_callback"),
    path("accounts/naver/login/", social.naver_login, name="naver_login"),
    path("accounts/naver/login/callback/", social.naver_callback, name="naver_callback"),
    path("accounts/oidc/openid/login/", social.openid_login, OPENID, name="openid_connect_login"),
    path("accounts/oidc/openid/login/callback/", social.openid_callback, OPENID, name="openid_connect_callback"),
    path("my/devices/", devices.devices, name="devices"),
    path("my/devices/others/end/", devices.end_other_devices, name="end_other_devices"),
    path("my/devices/<int:pk>/end/", devices.end_device, name="end_device"),
    path("my/profile/", profile.profile, name="profile"),
    # Wagtail has sign-in pages of its own; the site has one.
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
]
