from django.urls import URLPattern, URLResolver, path

from mentoring.coaching.views import engagements, requests

urlpatterns: list[URLPattern | URLResolver] = [
    path("community/requests/", requests.community_requests, name="community_requests"),
    path("community/requests/new/", requests.request_new, name="request_new"),
    path("community/requests/<int:pk>/", requests.request_page, name="request"),
    path("community/requests/<int:pk>/what/", requests.request_what, name="request_what"),
    path("community/requests/<int:pk>/when/", requests.request_when, name="request_when"),
    path("community/requests/<int:pk>/wishes/", requests.request_wishes, name="request_wishes"),
    path("community/requests/<int:pk>/cancel/", requests.request_cancel, name="request_cancel"),
    path("community/reviews/<int:pk>/", engagements.engagement_review, name="engagement_review"),
]
