from django.urls import include, path
from django.views.generic import RedirectView

from lms.accounts.views import devices, invitations, joining, privacy, profile

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("accounts/second/", include("allauth.mfa.urls")),
    path("my/devices/", devices.devices, name="devices"),
    path("my/devices/others/end/", devices.end_other_devices, name="end_other_devices"),
    path("my/devices/<int:pk>/end/", devices.end_device, name="end_device"),
    path("home/", profile.home_of_person, name="home_of_person"),
    path("my/profile/", profile.profile, name="profile"),
    path("my/privacy/", privacy.privacy, name="my_privacy"),
    path("my/privacy/consent/<str:purpose>/", privacy.consent, name="consent"),
    path("my/privacy/erase/", privacy.erase, name="erase_account"),
    path("my/privacy/download/<str:kind>/", privacy.download, name="download_own"),
    path("invitation/<str:token>/", joining.invitation, name="invitation"),
    path("office/people/invitations/", invitations.office_invitations, name="office_invitations"),
    path(
        "office/people/invitations/<int:pk>/again/", invitations.office_invitation_again, name="office_invitation_again"
    ),
    path(
        "office/people/invitations/<int:pk>/withdraw/",
        invitations.office_invitation_withdraw,
        name="office_invitation_withdraw",
    ),
    path("office/centre/", profile.switch_centre, name="switch_centre"),
    # Wagtail has sign-in pages of its own; the site has one.
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
]
