"""Offers: the coordinator's confirmation page, and the expert's answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.current import current_centre
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.errors import NotAllowed
from lms.common.web.refusals import refusal_as_message, refusal_on
from mentoring.coaching.queries import requests as request_queries
from mentoring.communities.domain.guards import check_may_decide
from mentoring.corps.models import ExpertProfile
from mentoring.matching.domain import offers as domain
from mentoring.matching.forms.offers import DeclineOfferForm
from mentoring.matching.models import MatchProposal
from mentoring.matching.queries import offers as queries
from mentoring.matching.ranking import Excluded, candidate

# ── the office


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_offer_confirm(request: AuthedRequest, pk: int, expert_id: int) -> HttpResponse:
    user, centre = request.user, current_centre(request)
    asked = get_object_or_404(request_queries.shown(user), pk=pk, centre=centre)
    expert = get_object_or_404(ExpertProfile.objects.select_related("person"), pk=expert_id, centre=centre)
    check_may_decide(user, asked.community)
    if request.method == "POST":
        with refusal_as_message(request):
            domain.offer_request(request=asked, expert=expert, actor=user)
            messages.success(request, _("The offer is sent. You hear as soon as there is an answer."))
        return redirect("office_request", asked.pk)
    judged = candidate(asked, expert)
    context = {"asked": asked, "expert": expert, "judged": judged, "obstacle": isinstance(judged, Excluded)}
    return render(request, "mentoring/matching/office_offer_confirm.html", context)


@require_POST
@signed_in
def office_offer_withdraw(request: AuthedRequest, pk: int) -> HttpResponse:
    user = request.user
    proposal = get_object_or_404(MatchProposal.objects.visible_to(user), pk=pk, centre=current_centre(request))
    with refusal_as_message(request, unless=NotAllowed):
        domain.withdraw_offer(proposal=proposal, actor=user)
        messages.success(request, _("The offer is taken back."))
    return redirect("office_request", proposal.request_id)


# ── the expert


def _own(request: AuthedRequest, pk: int) -> MatchProposal:
    proposal = get_object_or_404(queries.own(request.user), pk=pk)
    request.help_centre = proposal.centre
    return proposal


def _offer_page(request: AuthedRequest, proposal: MatchProposal, form: DeclineOfferForm) -> HttpResponse:
    context: dict[str, Any] = {"offer": queries.page_of(proposal), "form": form}
    return render(request, "mentoring/matching/offer.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def offer(request: AuthedRequest, pk: int) -> HttpResponse:
    return _offer_page(request, _own(request, pk), DeclineOfferForm())


@require_POST
@signed_in
def offer_accept(request: AuthedRequest, pk: int) -> HttpResponse:
    proposal = _own(request, pk)
    with refusal_as_message(request):
        domain.accept_offer(proposal=proposal, actor=request.user)
        messages.success(request, _("Thank you. The community hears that you are coming."))
    return redirect("offer", pk)


@require_POST
@signed_in
def offer_decline(request: AuthedRequest, pk: int) -> HttpResponse:
    proposal, form = _own(request, pk), DeclineOfferForm(request.POST)
    if form.is_valid():
        with refusal_on(form):
            domain.decline_offer(proposal=proposal, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Thank you for the answer. The centre asks somebody else."))
            return redirect("offer", pk)
    return _offer_page(request, proposal, form)
