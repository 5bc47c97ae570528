from django.urls import URLPattern, URLResolver, path

from courses.runs.views import catalogue, enrolment, office

urlpatterns: list[URLPattern | URLResolver] = [
    path("curriculum/", catalogue.curriculum, name="curriculum"),
    path("curriculum/<str:slug>/", catalogue.course, name="course"),
    path("my/apply/<int:run_id>/", enrolment.apply, name="apply"),
    path("my/enrolments/<int:pk>/<slug:action>/", enrolment.enrolment_action, name="enrolment_action"),
    path("office/runs/", office.office_runs, name="office_runs"),
    path("office/runs/new/", office.office_run_new, name="office_run_new"),
    path("office/runs/<int:pk>/edit/", office.office_run_edit, name="office_run_edit"),
    path("office/runs/<int:pk>/classes/", office.office_run_classes, name="office_run_classes"),
    path(
        "office/runs/<int:pk>/classes/<int:session_id>/cancel/", office.office_class_cancel, name="office_class_cancel"
    ),
    path("office/runs/<int:pk>/cancel/", office.office_run_cancel, name="office_run_cancel"),
]
