from django.urls import URLPattern, URLResolver, path

from courses.views import curriculum

urlpatterns: list[URLPattern | URLResolver] = [
    path("curriculum/", curriculum.curriculum, name="curriculum"),
    path("curriculum/<str:slug>/", curriculum.course, name="course"),
]
