from django.urls import URLPattern, URLResolver, path

from mentoring.communities import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("communities/", views.communities, name="communities"),
    path("communities/<str:slug>/", views.community_page, name="community_page"),
    path("office/communities/", views.office_communities, name="office_communities"),
    path("office/communities/new/", views.office_community_new, name="office_community_new"),
    path("office/communities/<int:pk>/", views.office_community, name="office_community"),
    path(
        "office/communities/<int:pk>/conflicts/<int:conflict_id>/end/",
        views.office_conflict_end,
        name="office_conflict_end",
    ),
    path("office/communities/<int:pk>/<slug:what>/", views.office_community_change, name="office_community_change"),
    path("community/<int:pk>/profile/", views.community_profile, name="community_profile"),
    path("community/<int:pk>/members/", views.community_members, name="community_members"),
    path(
        "community/<int:pk>/members/<int:member_id>/end/",
        views.community_member_end,
        name="community_member_end",
    ),
]
