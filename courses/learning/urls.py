from django.urls import URLPattern, URLResolver, path

from courses.learning.views import attendance, ending, home, learners, lessons, reviews, run, seat

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/", home.my_home, name="my_home"),
    path("my/learning/", home.my_learning, name="my_learning"),
    path("learn/<int:run_id>/", lessons.learn, name="learn"),
    path("learn/<int:run_id>/record/", lessons.record, name="record"),
    path("learn/<int:run_id>/sessions/<int:pk>/", lessons.class_session, name="class_session"),
    path("learn/<int:run_id>/<uuid:key>/", lessons.lesson, name="lesson"),
    path("learn/<int:run_id>/<uuid:key>/done/", lessons.lesson_done, name="lesson_done"),
    path("learn/<int:run_id>/<uuid:key>/finished/", lessons.lesson_finished, name="lesson_finished"),
    path("learn/<int:run_id>/<uuid:key>/check/", lessons.lesson_check, name="lesson_check"),
    path("learn/<int:run_id>/<uuid:key>/place/", lessons.lesson_place, name="lesson_place"),
    path("office/runs/people/", learners.office_learners, name="office_learners"),
    path("office/runs/<int:pk>/", run.office_run, name="office_run"),
    path("office/runs/<int:pk>/answer/", run.office_run_answer, name="office_run_answer"),
    path("office/runs/<int:pk>/invite/", run.office_run_invite, name="office_run_invite"),
    path("office/runs/<int:pk>/publish/", run.office_run_publish, name="office_run_publish"),
    path("office/runs/<int:pk>/close/", ending.office_run_close, name="office_run_close"),
    path("office/runs/<int:pk>/reopen/", ending.office_run_reopen, name="office_run_reopen"),
    path("office/runs/<int:pk>/people/<int:enrolment_id>/", seat.office_seat, name="office_seat"),
    path(
        "office/runs/<int:pk>/people/<int:enrolment_id>/take-back/",
        seat.office_seat_step,
        {"step": "take_back"},
        name="office_seat_take_back",
    ),
    path(
        "office/runs/<int:pk>/people/<int:enrolment_id>/withdraw/",
        seat.office_seat_step,
        {"step": "withdraw"},
        name="office_seat_withdraw",
    ),
    path("office/reviews/", reviews.office_reviews, name="office_reviews"),
    path("office/reviews/<int:pk>/", reviews.office_review, name="office_review"),
    path("office/reviews/<int:pk>/propose/", reviews.office_review_propose, name="office_review_propose"),
    path("office/reviews/<int:pk>/answer/", reviews.office_review_answer, name="office_review_answer"),
    path("office/runs/<int:pk>/attendance/<int:session_id>/", attendance.office_attendance, name="office_attendance"),
]
