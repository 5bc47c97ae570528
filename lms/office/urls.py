from django.urls import URLPattern, URLResolver, path

from lms.office.views import community_home, downloads, expert_home, home, people, records
from lms.office.views.new_appointment import office_appointment_new

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/appointments/new/", office_appointment_new, name="office_appointment_new"),
    path("office/people/", people.office_people, name="office_people"),
    path("office/people/<int:pk>/", people.office_person, name="office_person"),
    path("office/records/", records.office_records, name="office_records"),
    path("office/download/<slug:what>/", downloads.office_download, name="office_download"),
    path("community/", community_home.community_home, name="community_home"),
    path("office/", home.office_home, name="office_home"),
    path("mentor/", expert_home.mentor_home, name="mentor_home"),
    path("mentor/communities/", expert_home.mentor_communities, name="mentor_communities"),
    path("mentor/communities/<int:pk>/", expert_home.mentor_community, name="mentor_community"),
    path("mentor/schedule/", expert_home.mentor_schedule, name="mentor_schedule"),
    path("mentor/schedule/pause/", expert_home.mentor_pause, name="mentor_pause"),
    path("mentor/schedule/<int:pk>/remove/", expert_home.mentor_window_remove, name="mentor_window_remove"),
    path("mentor/statement/<str:month>/", expert_home.statement, name="statement"),
]
