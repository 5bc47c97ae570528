from django.urls import URLPattern, URLResolver, path

from lms.accounts.views import home_of_person, job, office_deed, office_download, switch_centre

urlpatterns: list[URLPattern | URLResolver] = [
    path("home/", home_of_person, name="home_of_person"),
    path("office/centre/", switch_centre, name="switch_centre"),
    path("office/download/<slug:what>/", office_download, name="office_download"),
    path("office/deed/<slug:what>/", office_deed, name="office_deed"),
    path("office/jobs/<int:pk>/", job, name="job"),
]
