from django.urls import URLPattern, URLResolver, path

from lms.invitations.views import joining, office

urlpatterns: list[URLPattern | URLResolver] = [
    path("invitation/<str:token>/", joining.invitation, name="invitation"),
    path("office/people/invitations/", office.office_invitations, name="office_invitations"),
    path("office/people/invitations/<int:pk>/again/", office.office_invitation_again, name="office_invitation_again"),
    path(
        "office/people/invitations/<int:pk>/withdraw/",
        office.office_invitation_withdraw,
        name="office_invitation_withdraw",
    ),
]
