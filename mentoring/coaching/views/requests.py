"""Coaching requests: the community writes and follows them. The office's pages are in `mentoring.matching`."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.records.machines import open_actions
from lms.common.web.refusals import refusal_on
from mentoring.coaching.domain import requests as domain
from mentoring.coaching.enums import RequestState
from mentoring.coaching.forms.requests import CancelForm, WhatForm, WhenForm, WishesForm
from mentoring.coaching.models import CoachingRequest
from mentoring.coaching.queries import requests as queries
from mentoring.communities.queries.communities import acted_for
from mentoring.communities.rules import is_representative

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
    if not acted_for(request.user).exists():
        raise Http404
    return _what(request, queries.draft_to_go_on_with(request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def request_what(request: AuthedRequest, pk: int) -> HttpResponse:
    return _what(request, _draft(request, pk))


def _what(request: AuthedRequest, draft: CoachingRequest | None) -> HttpResponse:
    user = request.user
    form = WhatForm(request.POST or None, communities=acted_for(user), draft=draft)
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
            with refusal_on(form):
                domain.save_slots(request=draft, actor=request.user, slots=form.slots)
                return redirect("request_what" if form.pressed == "back" else "request_wishes", draft.pk)
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
            if form.pressed == "back":
                return redirect("request_when", draft.pk)
            domain.submit_request(request=draft, actor=user)
            messages.success(request, _("Thank you. Your request has reached the centre."))
            return redirect("request", draft.pk)
    return _step(request, 3, form, draft)


def _step(request: AuthedRequest, number: int, form: Any, draft: CoachingRequest | None) -> HttpResponse:
    context = {"form": form, "draft": draft, "number": number}
    return render(request, "mentoring/coaching/request_step.html", context, status=422 if form.errors else 200)


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
    context = {"page": page, "communities": communities, "may_ask": acted_for(user).exists()}
    return render(request, "mentoring/coaching/community_requests.html", context)


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
        "may_cancel": "cancel" in open_actions(row),
        "is_draft": row.state == RequestState.DRAFT,
        "form": form,
    }
    return render(request, "mentoring/coaching/request.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def request_cancel(request: AuthedRequest, pk: int) -> HttpResponse:
    row = _of_own_community(request, pk)
    form = CancelForm(request.POST)
    if form.is_valid():
        with refusal_on(form):
            domain.cancel_request(request=row, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Your request is taken back."))
            return redirect("community_home")
    return _request_page(request, row, form)
