from django.urls import URLPattern, URLResolver, path

from lms.office.views import community_home, downloads, expert_home, home, jobs, people, records
from lms.office.views.new_appointment import office_appointment_new

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/appointments/new/", office_appointment_new, name="office_appointment_new"),
    path("office/jobs/<int:pk>/", jobs.job, name="job"),
    path("office/people/", people.office_people, name="office_people"),
    path("office/people/<int:pk>/", people.office_person, name="office_person"),
    path("office/records/", records.office_records, name="office_records"),
    path("office/download/<slug:what>/", downloads.office_download, name="office_download"),
    path("community/", community_home.community_home, name="community_home"),
    path("office/", home.office_home, name="office_home"),
    path("mentor/", expert_home.expert_home, name="expert_home"),
    path("mentor/communities/", expert_home.expert_communities, name="expert_communities"),
    path("mentor/communities/<int:pk>/", expert_home.expert_community, name="expert_community"),
    path("mentor/schedule/", expert_home.expert_schedule, name="expert_schedule"),
    path("mentor/schedule/pause/", expert_home.expert_pause, name="expert_pause"),
    path("mentor/schedule/<int:pk>/remove/", expert_home.expert_window_remove, name="expert_window_remove"),
    path("mentor/statement/<str:month>/", expert_home.statement, name="statement"),
]
