from django.urls import URLPattern, URLResolver, path

from lms.office.views import first_steps, home, people, records, reference, region_lists, zones
from lms.office.views.new_appointment import office_appointment_new

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/appointments/new/", office_appointment_new, name="office_appointment_new"),
    path("office/people/", people.office_people, name="office_people"),
    path("office/people/<int:pk>/", people.office_person, name="office_person"),
    path("office/people/<int:pk>/number/", people.office_person_number, name="office_person_number"),
    path("office/records/", records.office_records, name="office_records"),
    path("office/begin/", first_steps.office_first_steps, name="office_first_steps"),
    path("office/begin/centre/", reference.office_centre, name="office_centre"),
    path("office/lists/<slug:kind>/", reference.office_reference, name="office_reference"),
    path("office/lists/<slug:kind>/new/", reference.office_reference_new, name="office_reference_new"),
    path("office/lists/<slug:kind>/<int:pk>/", reference.office_reference_row, name="office_reference_row"),
    path(
        "office/lists/<slug:kind>/<int:pk>/<slug:step>/", reference.office_reference_step, name="office_reference_step"
    ),
    path("office/zones/", zones.office_zones, name="office_zones"),
    path("office/zones/new/", zones.office_zone_new, name="office_zone_new"),
    path("office/zones/<int:pk>/", zones.office_zone, name="office_zone"),
    path("office/zones/<int:pk>/<slug:step>/", zones.office_zone_step, name="office_zone_step"),
    path("office/regions/", region_lists.office_regions, name="office_regions"),
    path("office/regions/<int:pk>/", region_lists.office_regions_list, name="office_regions_list"),
    path("office/", home.office_home, name="office_home"),
]
