from django.urls import URLPattern, URLResolver, path

from courses.views import attendance, certificates, completion, curriculum, enrolment, home, lessons, runs
from lms.common.limits import limited

urlpatterns: list[URLPattern | URLResolver] = [
    path("curriculum/", curriculum.curriculum, name="curriculum"),
    path("curriculum/<str:slug>/", curriculum.course, name="course"),
    path("my/", home.my_home, name="my_home"),
    path("my/learning/", home.my_learning, name="my_learning"),
    path("my/apply/<int:run_id>/", enrolment.apply, name="apply"),
    path("my/enrolments/<int:pk>/<slug:action>/", enrolment.enrolment_action, name="enrolment_action"),
    path("learn/<int:run_id>/", lessons.learn, name="learn"),
    path("learn/<int:run_id>/record/", lessons.record, name="record"),
    path("learn/<int:run_id>/sessions/<int:pk>/", lessons.class_session, name="class_session"),
    path("learn/<int:run_id>/<uuid:key>/", lessons.lesson, name="lesson"),
    path("learn/<int:run_id>/<uuid:key>/done/", lessons.lesson_done, name="lesson_done"),
    path("learn/<int:run_id>/<uuid:key>/finished/", lessons.lesson_finished, name="lesson_finished"),
    path("learn/<int:run_id>/<uuid:key>/check/", lessons.lesson_check, name="lesson_check"),
    path("learn/<int:run_id>/<uuid:key>/place/", lessons.lesson_place, name="lesson_place"),
    path("office/runs/", runs.office_runs, name="office_runs"),
    path("office/runs/new/", runs.office_run_new, name="office_run_new"),
    path("office/runs/<int:pk>/", runs.office_run, name="office_run"),
    path("office/runs/<int:pk>/edit/", runs.office_run_edit, name="office_run_edit"),
    path("office/runs/<int:pk>/classes/", runs.office_run_classes, name="office_run_classes"),
    path("office/runs/<int:pk>/roster/", runs.office_run_roster, name="office_run_roster"),
    path("office/runs/<int:pk>/answer/", runs.office_run_answer, name="office_run_answer"),
    path("office/runs/<int:pk>/invite/", runs.office_run_invite, name="office_run_invite"),
    path("office/runs/<int:pk>/cancel/", runs.office_run_cancel, name="office_run_cancel"),
    path("office/runs/<int:pk>/publish/", runs.office_run_action, {"action": "publish"}, name="office_run_publish"),
    path("office/runs/<int:pk>/close/", runs.office_run_action, {"action": "close"}, name="office_run_close"),
    path("office/runs/<int:pk>/attendance/<int:session_id>/", attendance.office_attendance, name="office_attendance"),
    path("office/completions/", completion.office_completions, name="office_completions"),
    path("office/completions/<int:pk>/issue/", completion.office_issue, name="office_issue"),
    path("office/enrolments/<int:pk>/evidence/", completion.office_evidence, name="office_evidence"),
    path("office/certificates/<int:pk>/", certificates.office_certificate, name="office_certificate"),
    path("office/certificates/<int:pk>/again/", certificates.office_certificate_again, name="office_certificate_again"),
    path("office/certificates/<int:pk>/ask/", certificates.office_certificate_ask, name="office_certificate_ask"),
    path(
        "office/certificates/<int:pk>/decline/",
        certificates.office_certificate_decline,
        name="office_certificate_decline",
    ),
    path(
        "office/certificates/<int:pk>/revoke/", certificates.office_certificate_revoke, name="office_certificate_revoke"
    ),
    path("my/certificates/", certificates.my_certificates, name="my_certificates"),
    path("my/certificates/<int:pk>/pdf/", certificates.certificate_pdf, name="certificate_pdf"),
    path("verify/", limited("verify")(certificates.verify_form), name="verify_form"),
    path("verify/<str:code>/", limited("verify")(certificates.verify), name="verify"),
]
