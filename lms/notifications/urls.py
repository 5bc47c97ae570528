from django.urls import path

from lms.notifications import views

urlpatterns = [
    path("my/notifications/", views.notices, name="notices"),
    path("my/notifications/read/", views.read_all, name="notices_read"),
]
