from django.urls import URLPattern, URLResolver, path

from lms.staff.views import roles, second_factor

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/people/staff/", roles.office_staff, name="office_staff"),
    path("office/people/staff/new/", roles.office_role_new, name="office_role_new"),
    path("office/people/staff/<int:pk>/", roles.office_role, name="office_role"),
    path("office/people/staff/<int:pk>/end/", roles.office_role_end, name="office_role_end"),
    path("office/people/<int:pk>/second-factor/", second_factor.office_second_factor, name="office_second_factor"),
    path("accounts/second-lost/", second_factor.second_factor_lost, name="mfa_lost"),
]
