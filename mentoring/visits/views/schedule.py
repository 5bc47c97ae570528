"""The expert's arranged visits by week, with the hours that suit them."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.common import clock
from lms.common.web.refusals import refusal_on
from mentoring.corps.domain import availability as domain
from mentoring.corps.forms.availability import PauseForm, WindowForm
from mentoring.corps.models import ExpertProfile
from mentoring.corps.views.access import ExpertRequest, chosen, experts_only
from mentoring.visits.queries.schedule import arranged_by_week


@require_http_methods(["GET", "HEAD", "POST"])
@experts_only
def expert_schedule(request: ExpertRequest) -> HttpResponse:
    """Arranged visits, and for one centre the hours that suit; POST adds hours."""
    expert = chosen(request, request.experts)
    form = WindowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            domain.add_window(expert=expert, actor=request.user, **form.cleaned_data)
            messages.success(request, _("The hours are added."))
            return _to_schedule(expert)
    return _schedule(request, expert, form=form, status=422 if request.method == "POST" else 200)


def _to_schedule(expert: ExpertProfile) -> HttpResponse:
    return redirect(f"{reverse('expert_schedule')}?centre={expert.centre.slug}")


def _schedule(request: ExpertRequest, expert: ExpertProfile, *, status: int = 200, **bound: forms.Form) -> HttpResponse:
    context = {
        "expert": expert,
        "experts": request.experts,
        "now": clock.now(),
        "weeks": arranged_by_week(request.user),
        "windows": list(expert.windows.all()),
        "form": WindowForm(),
        "pause_form": PauseForm(initial={"paused_until": expert.paused_until}),
        "paused": expert.paused_until is not None and expert.paused_until >= clock.today(),
        **bound,
    }
    return render(request, "mentoring/visits/expert_schedule.html", context, status=status)


@require_POST
@experts_only
def expert_window_remove(request: ExpertRequest, pk: int) -> HttpResponse:
    expert = chosen(request, request.experts)
    domain.remove_window(expert=expert, actor=request.user, window_id=pk)
    messages.success(request, _("The hours are taken out."))
    return _to_schedule(expert)


@require_POST
@experts_only
def expert_pause(request: ExpertRequest) -> HttpResponse:
    expert = chosen(request, request.experts)
    form = PauseForm(request.POST)
    if form.is_valid():
        until = form.cleaned_data["paused_until"]
        with refusal_on(form):
            domain.pause_expert(expert=expert, actor=request.user, until=until)
            messages.success(request, _("The pause is noted.") if until else _("You take new communities again."))
            return _to_schedule(expert)
    return _schedule(request, expert, pause_form=form, status=422)
