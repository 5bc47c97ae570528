from django.urls import path

from lms.notifications import views

urlpatterns = [
    path("my/notifications/", views.notices, name="notices"),
    path("my/notifications/<int:pk>/", views.notice, name="notice"),
    path("my/notifications/read/", views.read_all, name="notices_read"),
    path("office/mail/", views.office_undelivered, name="office_undelivered"),
    path("office/mail/<int:pk>/again/", views.office_mail_again, name="office_mail_again"),
]
