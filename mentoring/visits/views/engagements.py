"""Engagements as the office follows them up."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.accounts.current import current_centre
from lms.accounts.domain.guards import check_coordinator
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import may_coordinate
from lms.common.records.machines import open_actions
from lms.common.web.refusals import refusal_on
from mentoring.coaching.domain import engagements as domain
from mentoring.coaching.forms.engagements import EndForm
from mentoring.coaching.forms.requests import RequestNoteForm
from mentoring.coaching.models import Engagement
from mentoring.coaching.queries.engagements import history_of, shown
from mentoring.corps.forms.appointments import NoForm
from mentoring.visits.forms.engagements import EngagementFilter
from mentoring.visits.queries import engagements as queries

PER_PAGE = 20


@require_safe
@signed_in
def office_engagements(request: AuthedRequest) -> HttpResponse:
    centre, user = current_centre(request), request.user
    form = EngagementFilter({"state": "open", **request.GET.dict()})
    form.is_valid()  # a filter that can't be read filters nothing
    rows = queries.filtered(queries.office_list(user, centre), form.cleaned_data)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "mentoring/visits/office_engagements.html", {"filter": form, "page": page, "centre": centre})


def _for_office(request: AuthedRequest, pk: int) -> Engagement:
    return get_object_or_404(shown(request.user), pk=pk, centre=current_centre(request))


@require_safe
@signed_in
def office_engagement(request: AuthedRequest, pk: int) -> HttpResponse:
    return _office_page(request, _for_office(request, pk))


def _office_page(
    request: AuthedRequest, engagement: Engagement, *, refused: str = "", form: forms.Form | None = None
) -> HttpResponse:
    """What was written for a step that was refused stays on the page, also where the step is over."""
    may_act = may_coordinate(request.user, engagement.centre_id)
    open_steps = open_actions(engagement) & STEPS.keys() if may_act else frozenset()
    context = {
        "engagement": engagement,
        "visits": queries.visits_of(engagement),
        "history": history_of(engagement),
        "open_steps": open_steps | {refused} - {""},
        "end_form": form if refused == "end_early" else EndForm(),
        "form": form,
    }
    return render(request, "mentoring/visits/office_engagement.html", context, status=422 if form else 200)


STEPS: dict[str, tuple[Callable[..., Engagement], type[forms.Form]]] = {
    "pause": (domain.pause_engagement, RequestNoteForm),
    "resume": (domain.resume_engagement, NoForm),
    "end_early": (domain.end_engagement_early, EndForm),
    "reopen": (domain.reopen_engagement, RequestNoteForm),
}


@require_POST
@signed_in
def office_engagement_step(request: AuthedRequest, pk: int, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    engagement, (act, form_class) = _for_office(request, pk), STEPS[step]
    check_coordinator(request.user, engagement.centre_id)
    form = form_class(request.POST)
    if form.is_valid():
        with refusal_on(form):
            act(engagement=engagement, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("office_engagement", pk)
    return _office_page(request, engagement, refused=step, form=form)
