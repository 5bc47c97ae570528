"""Engagements as the office follows them up."""

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.current import current_centre
from lms.accounts.domain.guards import check_coordinator
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import may_coordinate
from lms.common.errors import NotAllowed
from lms.common.records.machines import open_actions
from lms.common.web.refusals import refusal_on
from mentoring.coaching.domain import engagements as domain
from mentoring.coaching.enums import GOES_ON
from mentoring.coaching.forms.engagements import EndForm
from mentoring.coaching.forms.requests import RequestNoteForm
from mentoring.coaching.models import Engagement
from mentoring.coaching.queries.engagements import history_of, shown
from mentoring.communities.domain.guards import check_may_decide
from mentoring.communities.rules import may_decide
from mentoring.corps.forms.appointments import NoForm
from mentoring.visits.domain.writing import enter_visit
from mentoring.visits.enums import VisitMode
from mentoring.visits.forms.visit import EntryForm
from mentoring.visits.lists import ENGAGEMENTS
from mentoring.visits.queries import engagements as queries
from mentoring.visits.queries.service import terms_of, writes_itself
from mentoring.visits.queries.visits import USUAL_ATTENDEES


@require_safe
@signed_in
def office_engagements(request: AuthedRequest) -> HttpResponse:
    context = {"list": ENGAGEMENTS.shown(request, current_centre(request), files=["engagements"])}
    return render(request, "mentoring/visits/office_engagements.html", context)


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
    decides = may_decide(request.user, engagement.community, engagement.expert)
    open_steps = open_actions(engagement) & STEPS.keys() if decides else frozenset()
    context = {
        "engagement": engagement,
        "visits": queries.visits_of(engagement),
        "history": history_of(engagement),
        "may_plan": may_act and engagement.state in GOES_ON,
        "may_enter": may_act and not writes_itself(engagement.expert, terms_of(engagement.expert)),
        "open_steps": open_steps | {refused} - {""},
        "end_form": form if refused == "end_early" else EndForm(),
        "form": form,
    }
    return render(request, "mentoring/visits/office_engagement.html", context, status=422 if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_visit_enter(request: AuthedRequest, pk: int) -> HttpResponse:
    """The log of a visit whose expert can't write it any more."""
    engagement = _for_office(request, pk)
    check_coordinator(request.user, engagement.centre_id)
    begin = {"client_uuid": uuid.uuid4(), "length": "60", "mode": VisitMode.VISIT, "attendees": USUAL_ATTENDEES}
    form = EntryForm(request.POST if request.method == "POST" else None, engagement=engagement, initial=begin)
    if form.is_valid():
        with refusal_on(form, unless=NotAllowed):
            key, content = form.cleaned_data["client_uuid"], form.visit_content()
            visit = enter_visit(engagement=engagement, actor=request.user, client_uuid=key, content=content)
            messages.success(request, _("Sent. The representative is asked to confirm it."))
            return redirect("office_visit", visit.pk)
    context = {"form": form, "engagement": engagement}
    return render(request, "mentoring/visits/office_visit_enter.html", context, status=422 if form.errors else 200)


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
    check_may_decide(request.user, engagement.community, engagement.expert)
    form = form_class(request.POST)
    if form.is_valid():
        with refusal_on(form):
            act(engagement=engagement, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("office_engagement", pk)
    return _office_page(request, engagement, refused=step, form=form)
