"""Coaching requests at the office, each with the experts who may take it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.accounts.current import current_centre
from lms.accounts.models import Centre
from lms.accounts.namesakes import told_apart
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.records.machines import open_actions
from lms.common.web.refusals import refusal_on
from mentoring.coaching.domain import requests as domain
from mentoring.coaching.enums import RequestState
from mentoring.coaching.forms.requests import RequestNoteForm, RequestReasonForm
from mentoring.coaching.models import CoachingRequest
from mentoring.coaching.queries import requests as queries
from mentoring.communities.domain.guards import check_may_decide
from mentoring.communities.rules import may_decide
from mentoring.corps.forms.appointments import NoForm
from mentoring.matching.enums import OPEN_PROPOSAL
from mentoring.matching.lists import REQUESTS
from mentoring.matching.queries.requests import proposals_of
from mentoring.matching.ranking import Candidate, Ranking, ranking


@require_safe
@signed_in
def office_requests(request: AuthedRequest) -> HttpResponse:
    context = {"list": REQUESTS.shown(request, current_centre(request), files=["requests"])}
    return render(request, "mentoring/matching/office_requests.html", context)


def _for_office(request: AuthedRequest, pk: int) -> CoachingRequest:
    row = get_object_or_404(queries.shown(request.user), pk=pk, centre=current_centre(request))
    if row.submitted_at is None:
        raise Http404
    return row


@require_safe
@signed_in
def office_request(request: AuthedRequest, pk: int) -> HttpResponse:
    return office_request_page(request, _for_office(request, pk))


def office_request_page(
    request: AuthedRequest, row: CoachingRequest, *, refused: str = "", **bound: Any
) -> HttpResponse:
    """What was written for a step that was refused stays on the page, also where the step is over."""
    proposals = list(proposals_of(row))
    searching = row.state in {RequestState.SUBMITTED, RequestState.TRIAGED}
    found = ranking(row) if searching else None
    may_act = may_decide(request.user, row.community)
    open_steps = open_actions(row) & STEPS.keys() if may_act else frozenset()
    context = {
        "asked": row,
        "steps": queries.status_steps(row),
        "ranking": found,
        "candidates": _named(found, row.centre) if found else [],
        "proposals": proposals,
        "waiting": next((proposal for proposal in proposals if proposal.state in OPEN_PROPOSAL), None),
        "engagement": row.engagements.select_related("expert__person").order_by("-pk").first(),
        "open_steps": open_steps | {refused} - {""},
        "may_act": may_act,
        "return_form": RequestReasonForm(auto_id=ID_OF.format("return")),
        "reject_form": RequestReasonForm(auto_id=ID_OF.format("reject")),
        **bound,
    }
    return render(request, "mentoring/matching/office_request.html", context, status=422 if bound else 200)


def _named(found: Ranking, centre: Centre) -> list[tuple[str, Candidate]]:
    names = told_apart([candidate.expert.person for candidate in found.candidates], centre)
    return [(names[candidate.expert.person_id], candidate) for candidate in found.candidates]


ID_OF = "id_{}_%s"  # two forms of one page have the same field

STEPS: dict[str, tuple[Callable[..., CoachingRequest], type[forms.Form]]] = {
    "triage": (domain.triage_request, NoForm),
    "waitlist": (domain.waitlist_request, RequestNoteForm),
    "return": (domain.return_to_community, RequestReasonForm),
    "reject": (domain.reject_request, RequestReasonForm),
}


@require_POST
@signed_in
def office_request_step(request: AuthedRequest, pk: int, step: str) -> HttpResponse:
    """One of the steps that need no expert."""
    if step not in STEPS:
        raise Http404
    row, (act, form_class) = _for_office(request, pk), STEPS[step]
    check_may_decide(request.user, row.community)
    form = form_class(request.POST, auto_id=ID_OF.format(step))
    if form.is_valid():
        with refusal_on(form):
            act(request=row, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("office_request", pk)
    return office_request_page(request, row, refused=step, form=form, **{f"{step}_form": form})
