from django.urls import URLPattern, URLResolver, path

from mentoring.views import appointments, bodies, communities, experts, people

urlpatterns: list[URLPattern | URLResolver] = [
    # appointments
    path("my/appointments/", appointments.my_appointments, name="my_appointments"),
    path("my/appointments/<int:pk>/", appointments.my_appointment, name="my_appointment"),
    path("my/appointments/<int:pk>/decline/", appointments.my_appointment_decline, name="my_appointment_decline"),
    path("my/appointments/<int:pk>/resign/", appointments.my_appointment_resign, name="my_appointment_resign"),
    path("my/appointments/<int:pk>/letter/", appointments.appointment_letter, name="appointment_letter"),
    path("my/appointments/<int:pk>/acceptance/", appointments.appointment_acceptance, name="appointment_acceptance"),
    path("mentor/letter/", appointments.mentor_letter, name="mentor_letter"),
    path("mentor/acceptance/", appointments.mentor_acceptance, name="mentor_acceptance"),
    path("mentor/profile/", experts.expert_profile, name="expert_profile"),
    path("office/appointments/", appointments.office_appointments, name="office_appointments"),
    path("office/appointments/new/", appointments.office_appointment_new, name="office_appointment_new"),
    path("office/appointments/<int:pk>/", appointments.office_appointment, name="office_appointment"),
    path(
        "office/appointments/<int:pk>/<slug:step>/",
        appointments.office_appointment_step,
        name="office_appointment_step",
    ),
    path("office/bodies/<int:pk>/", bodies.office_body, name="office_body"),
    # directories
    path("experts/", experts.experts, name="experts"),
    path("communities/", communities.communities, name="communities"),
    path("communities/<str:slug>/", communities.community_page, name="community_page"),
    # people and communities
    path("office/people/", people.office_people, name="office_people"),
    path("office/people/<int:pk>/", people.office_person, name="office_person"),
    path("office/communities/", communities.office_communities, name="office_communities"),
    path("office/communities/new/", communities.office_community_new, name="office_community_new"),
    path("office/communities/<int:pk>/", communities.office_community, name="office_community"),
    path(
        "office/communities/<int:pk>/conflicts/<int:conflict_id>/end/",
        communities.office_conflict_end,
        name="office_conflict_end",
    ),
    path(
        "office/communities/<int:pk>/<slug:what>/", communities.office_community_change, name="office_community_change"
    ),
    path("community/profile/", communities.community_profile, name="community_profile"),
    path("community/members/", communities.community_members, name="community_members"),
    path("community/members/<int:pk>/end/", communities.community_member_end, name="community_member_end"),
]
