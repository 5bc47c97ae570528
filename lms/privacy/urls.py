from django.urls import URLPattern, URLResolver, path

from lms.privacy import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/privacy/", views.privacy, name="my_privacy"),
    path("my/privacy/consent/<str:purpose>/", views.consent, name="consent"),
    path("my/privacy/erase/", views.erase, name="erase_account"),
    path("my/privacy/download/<str:kind>/", views.download, name="download_own"),
]
