from django.urls import URLPattern, URLResolver, path

from lms.staff.views import roles

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/people/staff/", roles.office_staff, name="office_staff"),
    path("office/people/staff/new/", roles.office_role_new, name="office_role_new"),
    path("office/people/staff/<int:pk>/", roles.office_role, name="office_role"),
    path("office/people/staff/<int:pk>/end/", roles.office_role_end, name="office_role_end"),
]
