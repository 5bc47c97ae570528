from django.urls import URLPattern, URLResolver, path

from mentoring.corps.views import appointments, bodies, experts

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/appointments/", appointments.my_appointments, name="my_appointments"),
    path("my/appointments/<int:pk>/", appointments.my_appointment, name="my_appointment"),
    path("my/appointments/<int:pk>/decline/", appointments.my_appointment_decline, name="my_appointment_decline"),
    path("my/appointments/<int:pk>/resign/", appointments.my_appointment_resign, name="my_appointment_resign"),
    path("my/appointments/<int:pk>/letter/", appointments.appointment_letter, name="appointment_letter"),
    path("my/appointments/<int:pk>/acceptance/", appointments.appointment_acceptance, name="appointment_acceptance"),
    path("mentor/letter/", appointments.expert_letter, name="expert_letter"),
    path("mentor/acceptance/", appointments.expert_acceptance, name="expert_acceptance"),
    path("mentor/profile/", experts.expert_profile, name="expert_profile"),
    path("office/appointments/", appointments.office_appointments, name="office_appointments"),
    path("office/appointments/<int:pk>/", appointments.office_appointment, name="office_appointment"),
    path(
        "office/appointments/<int:pk>/<slug:step>/",
        appointments.office_appointment_step,
        name="office_appointment_step",
    ),
    path("office/bodies/", bodies.office_bodies, name="office_bodies"),
    path("office/bodies/new/", bodies.office_body_new, name="office_body_new"),
    path("office/bodies/<int:pk>/", bodies.office_body, name="office_body"),
    path("office/bodies/<int:pk>/<slug:step>/", bodies.office_body_step, name="office_body_step"),
    path("experts/", experts.experts, name="experts"),
]
