from django.urls import path

from lms.notifications import views

urlpatterns = [
    path("my/notifications/", views.notices, name="notices"),
    path("my/notifications/<int:pk>/", views.notice, name="notice"),
    path("my/notifications/read/", views.read_all, name="notices_read"),
]
