from django.urls import path
from django.views.generic import RedirectView

from cms.views.documents import document
from cms.views.search import search_view
from lms.common.web.limits import limited

urlpatterns = [
    path("search/", limited("search")(search_view), name="search"),
    path("documents/<int:pk>/<str:name>", document, name="wagtaildocs_serve"),  # Wagtail links to it by this name
    # Before Wagtail's own, which would send a link for its own sign-in.
    path("cms/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
]
