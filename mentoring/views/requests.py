"""Coaching requests: the community writes and follows them, the office looks at them and finds an expert."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.current import current_centre
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.refusals import refusal_as_message, refusal_on
from mentoring.domain import requests as domain
from mentoring.domain.steps import check_coordinator
from mentoring.enums import OPEN_PROPOSAL, REQUEST_TRANSITIONS, RequestState
from mentoring.forms.requests import (
    CancelForm,
    NoteForm,
    ReasonForm,
    RequestFilter,
    WhatForm,
    WhenForm,
    WishesForm,
)
from mentoring.models import CoachingRequest
from mentoring.queries import requests as queries
from mentoring.queries.candidates import ranking
from mentoring.rules import coordinates, is_representative

PER_PAGE = 20


# ── the community writes: three steps, kept as a draft from the first


def _draft(request: AuthedRequest, pk: int) -> CoachingRequest:
    rows = queries.own_drafts(request.user).select_related("community", "centre")
    draft = get_object_or_404(rows, pk=pk)
    request.help_centre = draft.centre
    return draft


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def request_new(request: AuthedRequest) -> HttpResponse:
    """Step 1. A draft that was begun goes on."""
    if not queries.represented_communities(request.user).exists():
        raise Http404
    return _what(request, queries.draft_to_go_on_with(request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def request_what(request: AuthedRequest, pk: int) -> HttpResponse:
    return _what(request, _draft(request, pk))


def _what(request: AuthedRequest, draft: CoachingRequest | None) -> HttpResponse:
    user = request.user
    form = WhatForm(request.POST or None, communities=queries.represented_communities(user), draft=draft)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            draft = domain.save_draft(actor=user, request=draft, **form.asked)
            return redirect("request_when", draft.pk)
    return _step(request, 1, form, draft)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def request_when(request: AuthedRequest, pk: int) -> HttpResponse:
    draft = _draft(request, pk)
    form = WhenForm(request.POST or None, initial=WhenForm.initial_of(draft))
    if request.method == "POST":
        form = WhenForm(request.POST)
        if form.is_valid():
            domain.save_slots(request=draft, actor=request.user, slots=form.slots)
            return redirect("request_wishes", draft.pk)
    return _step(request, 2, form, draft)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def request_wishes(request: AuthedRequest, pk: int) -> HttpResponse:
    """Step 3, and sending."""
    user, draft = request.user, _draft(request, pk)
    form = WishesForm(
        request.POST if request.method == "POST" else None,
        draft=draft,
        experts=queries.experts_to_wish_for(draft.centre),
    )
    if form.is_valid():
        with refusal_on(form):
            domain.save_wishes(request=draft, actor=user, **form.cleaned_data)
            domain.submit(request=draft, actor=user)
            messages.success(request, _("Thank you. Your request has reached the centre."))
            return redirect("request", draft.pk)
    return _step(request, 3, form, draft)


def _step(request: AuthedRequest, number: int, form: Any, draft: CoachingRequest | None) -> HttpResponse:
    context = {"form": form, "draft": draft, "number": number}
    return render(request, "mentoring/request_step.html", context, status=422 if form.errors else 200)


# ── the community follows


@require_safe
@signed_in
def community_requests(request: AuthedRequest) -> HttpResponse:
    user = request.user
    communities = queries.represented_communities(user).select_related("centre")
    if not communities:
        raise Http404
    request.help_centre = communities[0].centre
    page = Paginator(queries.own_list(user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "mentoring/community_requests.html", {"page": page, "several": len(communities) > 1})


def _seen(request: AuthedRequest, pk: int) -> CoachingRequest:
    row = get_object_or_404(queries.shown(request.user), pk=pk)
    request.help_centre = row.centre
    return row


@require_safe
@signed_in
def request_page(request: AuthedRequest, pk: int) -> HttpResponse:
    """For the community; the office has a page of its own, and an expert reads the request on the offer."""
    return _request_page(request, _of_own_community(request, pk), CancelForm())


def _of_own_community(request: AuthedRequest, pk: int) -> CoachingRequest:
    row = _seen(request, pk)
    if not is_representative(request.user, row.community):
        raise Http404
    return row


def _request_page(request: AuthedRequest, row: CoachingRequest, form: CancelForm) -> HttpResponse:
    context = {
        "asked": row,
        "steps": queries.status_steps(row),
        "answer_expected": queries.answer_expected(row),
        "engagements": list(row.engagements.select_related("expert__person").prefetch_related("goals")),
        "may_cancel": "cancel" in REQUEST_TRANSITIONS.get(row.state, {}),
        "is_draft": row.state == RequestState.DRAFT,
        "form": form,
    }
    return render(request, "mentoring/request.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def request_cancel(request: AuthedRequest, pk: int) -> HttpResponse:
    row = _of_own_community(request, pk)
    form = CancelForm(request.POST)
    if form.is_valid():
        with refusal_on(form):
            domain.cancel(request=row, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Your request is taken back."))
            return redirect("community_home")
    return _request_page(request, row, form)


# ── the office


@require_safe
@signed_in
def office_requests(request: AuthedRequest) -> HttpResponse:
    centre, user = current_centre(request), request.user
    form = RequestFilter({"group": "waiting", **request.GET.dict()}, centre=centre)
    form.is_valid()  # a filter that can't be read filters nothing
    rows = queries.filtered(queries.office_list(user, centre), form.cleaned_data)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    wish, counts = form.cleaned_data, queries.counts(user, centre)
    context = {
        "filter": form,
        "page": page,
        "groups": [(key, label, counts[key]) for key, (label, _states) in queries.GROUPS.items()],
        "group": wish.get("group") or "waiting",
        "narrowed": any(wish.get(name) for name in ("q", "dong", "field", "kind")),
    }
    return render(request, "mentoring/office_requests.html", context)


def _for_office(request: AuthedRequest, pk: int) -> CoachingRequest:
    row = get_object_or_404(queries.shown(request.user), pk=pk, centre=current_centre(request))
    if row.submitted_at is None:
        raise Http404
    return row


@require_safe
@signed_in
def office_request(request: AuthedRequest, pk: int) -> HttpResponse:
    return office_request_page(request, _for_office(request, pk))


def office_request_page(request: AuthedRequest, row: CoachingRequest, **bound: Any) -> HttpResponse:
    proposals = list(queries.proposals_of(row))
    searching = row.state in {RequestState.SUBMITTED, RequestState.TRIAGED}
    may_act = coordinates(request.user, row.centre_id)
    context = {
        "asked": row,
        "steps": queries.status_steps(row),
        "ranking": ranking(row) if searching else None,
        "proposals": proposals,
        "waiting": next((proposal for proposal in proposals if proposal.state in OPEN_PROPOSAL), None),
        "engagement": row.engagements.select_related("expert__person").order_by("-pk").first(),
        "open_steps": frozenset(REQUEST_TRANSITIONS.get(row.state, {})) & STEPS.keys() if may_act else frozenset(),
        "may_act": may_act,
        "return_form": ReasonForm(auto_id=ID_OF.format("return")),
        "reject_form": ReasonForm(auto_id=ID_OF.format("reject")),
        **bound,
    }
    return render(request, "mentoring/office_request.html", context, status=422 if bound else 200)


ID_OF = "id_{}_%s"  # two forms of one page have the same field
STEPS: dict[str, tuple[Callable[..., CoachingRequest], type[ReasonForm | NoteForm] | None]] = {
    "triage": (domain.triage, None),
    "waitlist": (domain.waitlist, NoteForm),
    "return": (domain.return_to_community, ReasonForm),
    "reject": (domain.reject, ReasonForm),
}


@require_POST
@signed_in
def office_request_step(request: AuthedRequest, pk: int, step: str) -> HttpResponse:
    """One of the steps that need no expert."""
    if step not in STEPS:
        raise Http404
    row, (act, form_class) = _for_office(request, pk), STEPS[step]
    check_coordinator(request.user, row.centre_id)
    form = form_class(request.POST, auto_id=ID_OF.format(step)) if form_class else None
    if form is not None and not form.is_valid():
        return office_request_page(request, row, form=form, **{f"{step}_form": form})
    with refusal_as_message(request):
        act(request=row, actor=request.user, **(form.cleaned_data if form else {}))
        messages.success(request, _("Saved."))
    return redirect("office_request", pk)
