from django.urls import URLPattern, URLResolver, path

from mentoring.visits.views import community, engagements, expert, office, photos

urlpatterns: list[URLPattern | URLResolver] = [
    path("community/reviews/<int:pk>/", engagements.engagement_review, name="engagement_review"),
    path("office/engagements/", engagements.office_engagements, name="office_engagements"),
    path("office/engagements/<int:pk>/", engagements.office_engagement, name="office_engagement"),
    path("office/engagements/<int:pk>/<slug:step>/", engagements.office_engagement_step, name="office_engagement_step"),
    path("mentor/logs/", expert.logs, name="logs"),
    path("mentor/logs/new/", expert.log_new, name="log_new"),
    path("mentor/logs/no-show/", expert.log_no_show, name="log_no_show"),
    path("mentor/logs/<int:pk>/", expert.log, name="log"),
    path("mentor/logs/<int:pk>/edit/", expert.log_edit, name="log_edit"),
    path("mentor/logs/<int:pk>/recall/", expert.log_recall, name="log_recall"),
    path("mentor/logs/<int:pk>/cancel/", expert.log_cancel, name="log_cancel"),
    path("logs/<int:pk>/photos/<int:photo_id>/", photos.visit_photo, name="visit_photo"),
    path(
        "logs/<int:pk>/photos/<int:photo_id>/small/",
        photos.visit_photo,
        {"which": "thumbnail"},
        name="visit_photo_small",
    ),
    path("community/visits/<int:pk>/", community.visit_confirm, name="visit_confirm"),
    path("office/logs/", office.office_logs, name="office_logs"),
    path("office/logs/<int:pk>/", office.office_log, name="office_log"),
    path("office/logs/<int:pk>/rule/", office.office_log_rule, name="office_log_rule"),
    path("office/logs/<int:pk>/void/", office.office_log_void, name="office_log_void"),
    path("office/logs/<int:pk>/note/", office.office_log_note, name="office_log_note"),
    path("office/logs/<int:pk>/photo/", office.office_log_photo, name="office_log_photo"),
    path("office/logs/<int:pk>/late/", office.office_log_late, name="office_log_late"),
]
