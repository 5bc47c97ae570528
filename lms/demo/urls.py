from django.urls import path

from lms.demo import views

urlpatterns = [path("demo/mails/", views.sent_mails, name="demo_mails")]
