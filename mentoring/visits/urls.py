from django.urls import URLPattern, URLResolver, path

from mentoring.visits.views import community, engagements, expert, office, photos

urlpatterns: list[URLPattern | URLResolver] = [
    path("community/reviews/<int:pk>/", engagements.engagement_review, name="engagement_review"),
    path("office/engagements/", engagements.office_engagements, name="office_engagements"),
    path("office/engagements/<int:pk>/", engagements.office_engagement, name="office_engagement"),
    path("office/engagements/<int:pk>/<slug:step>/", engagements.office_engagement_step, name="office_engagement_step"),
    path("mentor/logs/", expert.visits, name="visits"),
    path("mentor/logs/new/", expert.visit_new, name="visit_new"),
    path("mentor/logs/no-show/", expert.visit_no_show, name="visit_no_show"),
    path("mentor/logs/<int:pk>/", expert.visit, name="visit"),
    path("mentor/logs/<int:pk>/edit/", expert.visit_edit, name="visit_edit"),
    path("mentor/logs/<int:pk>/recall/", expert.visit_recall, name="visit_recall"),
    path("mentor/logs/<int:pk>/cancel/", expert.visit_cancel, name="visit_cancel"),
    path("logs/<int:pk>/photos/<int:photo_id>/", photos.visit_photo, name="visit_photo"),
    path(
        "logs/<int:pk>/photos/<int:photo_id>/small/",
        photos.visit_photo,
        {"which": "thumbnail"},
        name="visit_photo_small",
    ),
    path("community/visits/<int:pk>/", community.visit_confirm, name="visit_confirm"),
    path("office/logs/", office.office_visits, name="office_visits"),
    path("office/logs/<int:pk>/", office.office_visit, name="office_visit"),
    path("office/logs/<int:pk>/rule/", office.office_visit_rule, name="office_visit_rule"),
    path("office/logs/<int:pk>/void/", office.office_visit_void, name="office_visit_void"),
    path("office/logs/<int:pk>/note/", office.office_visit_note, name="office_visit_note"),
    path("office/logs/<int:pk>/photo/", office.office_visit_photo, name="office_visit_photo"),
    path("office/logs/<int:pk>/late/", office.office_visit_late, name="office_visit_late"),
]
