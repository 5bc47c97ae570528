from django.urls import URLPattern, URLResolver, path

from lms.office.views import first_steps, home, people, records
from lms.office.views.new_appointment import office_appointment_new

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/appointments/new/", office_appointment_new, name="office_appointment_new"),
    path("office/people/", people.office_people, name="office_people"),
    path("office/people/<int:pk>/", people.office_person, name="office_person"),
    path("office/records/", records.office_records, name="office_records"),
    path("office/begin/", first_steps.office_first_steps, name="office_first_steps"),
    path("office/", home.office_home, name="office_home"),
]
