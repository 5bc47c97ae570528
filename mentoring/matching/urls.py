from django.urls import URLPattern, URLResolver, path

from mentoring.matching.views import expert_home, handover, offers
from mentoring.matching.views.requests import office_request, office_request_step, office_requests

urlpatterns: list[URLPattern | URLResolver] = [
    path("mentor/", expert_home.expert_home, name="expert_home"),
    path("mentor/offers/<int:pk>/", offers.offer, name="offer"),
    path("mentor/offers/<int:pk>/accept/", offers.offer_accept, name="offer_accept"),
    path("mentor/offers/<int:pk>/decline/", offers.offer_decline, name="offer_decline"),
    path("office/requests/", office_requests, name="office_requests"),
    path("office/requests/<int:pk>/", office_request, name="office_request"),
    path("office/requests/<int:pk>/offer/<int:expert_id>/", offers.office_offer_confirm, name="office_offer_confirm"),
    path("office/requests/<int:pk>/<slug:step>/", office_request_step, name="office_request_step"),
    path("office/offers/<int:pk>/withdraw/", offers.office_offer_withdraw, name="office_offer_withdraw"),
    path("office/engagements/<int:pk>/hand-over/", handover.office_hand_over, name="office_hand_over"),
]
