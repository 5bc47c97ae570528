from django.urls import path

from cms.views.search import search_view
from cms.views.sign_in import sign_in

urlpatterns = [
    path("search/", search_view, name="search"),
    path("cms/login/", sign_in),
    path("cms/password_reset/", sign_in),
    path("_util/login/", sign_in),
]
