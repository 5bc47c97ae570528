"""The composition root: every address of the site is mounted here."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    *(path("", include(f"{topic}.urls")) for topic in settings.TOPICS if find_spec(f"{topic}.urls")),
    path("cms/", include(wagtailadmin_urls)),
    # On a server the proxy serves them.
    *([path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT})] if settings.DEMO else []),
    path("", include(wagtail_urls)),
]

handler400 = "lms.common.web.views.bad_request"
handler500 = "lms.common.web.views.server_error"
