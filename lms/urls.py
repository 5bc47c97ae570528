"""The composition root: every address of the site is mounted here."""

from django.conf import settings
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("", include("lms.common.urls")),
    path("", include("lms.accounts.urls")),
    path("", include("lms.notifications.urls")),
    path("", include("cms.urls")),
    path("", include("courses.urls")),
    path("", include("mentoring.urls")),
    path("cms/", include(wagtailadmin_urls)),
    # On a server the proxy serves them.
    *([path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT})] if settings.DEMO else []),
    path("", include(wagtail_urls)),
]

handler400 = "lms.common.views.bad_request"
handler500 = "lms.common.views.server_error"
