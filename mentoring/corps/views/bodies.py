"""The bodies of a centre: coordinators and auditors read them, the manager makes, changes and closes them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.current import current_centre
from lms.accounts.domain.guards import not_manager
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.records.seen import ChangedMeanwhile
from lms.common.web.refusals import refusal_on
from mentoring.corps.domain import bodies as domain
from mentoring.corps.domain.eligibility import seats_taken
from mentoring.corps.domain.guards import is_closed
from mentoring.corps.forms.bodies import BodyForm, SettingsForm
from mentoring.corps.models import Body
from mentoring.corps.queries import bodies as queries
from mentoring.corps.rules import may_change_body, may_make_bodies

STEPS = {"close": domain.close_body, "reopen": domain.reopen_body}


@require_safe
@signed_in
def office_bodies(request: AuthedRequest) -> HttpResponse:
    centre = current_centre(request)
    bodies = list(queries.with_seats(queries.bodies_of(centre)))
    context = {
        "bodies": [body for body in bodies if not is_closed(body)],
        "closed": [body for body in bodies if is_closed(body)],
        "may_make": may_make_bodies(request.user, centre),
    }
    return render(request, "mentoring/corps/office_bodies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_body_new(request: AuthedRequest) -> HttpResponse:
    centre, user = current_centre(request), request.user
    if not may_make_bodies(user, centre):
        raise not_manager()
    form = BodyForm(request.POST or None, centre=centre)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            body = domain.create_body(centre=centre, actor=user, **form.cleaned_data)
            messages.success(request, _("The body is made. People can be appointed to it now."))
            return redirect("office_body", body.pk)
    status = 422 if form.is_bound else 200
    return render(request, "mentoring/corps/office_body_new.html", {"form": form}, status=status)


def _body(request: AuthedRequest, pk: int) -> Body:
    rows = Body.objects.visible_to(request.user).filter(centre=current_centre(request))
    return get_object_or_404(rows.select_related("centre", "region"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_body(request: AuthedRequest, pk: int) -> HttpResponse:
    """What its papers say can be changed until somebody is proposed for it, seats and term at any time."""
    user, body = request.user, _body(request, pk)
    may_change = may_change_body(user, body)
    if request.method == "POST" and not may_change:
        raise not_manager()
    # A page from before somebody was proposed sends all of it: what was written comes back, with why it can't be.
    whole = "kind" in request.POST or not queries.has_appointments(body)
    form = (BodyForm if whole else SettingsForm)(request.POST or None, centre=body.centre, body=body)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form) as refusal:
            domain.change_settings(body=body, actor=user, seen=form.seen, **form.said)
            messages.success(request, _("The settings are saved."))
            return redirect("office_body", pk)
        if refusal.code == ChangedMeanwhile.CODE:
            body = _body(request, pk)
            form.ask_about(body, type(form)(centre=body.centre, body=body).begins_with())
    open_now = queries.open_appointments(body)
    context = {
        "body": body,
        "form": form,
        "may_change": may_change,
        "closed": is_closed(body),
        "seats_used": seats_taken(body),
        "open": open_now,
        "quorum": queries.quorum_of(body, open_now["in_office"]),
    }
    return render(request, "mentoring/corps/office_body.html", context, status=form.status)


@require_POST
@signed_in
def office_body_step(request: AuthedRequest, pk: int, step: str) -> HttpResponse:
    body = _body(request, pk)
    if step not in STEPS:
        raise Http404
    STEPS[step](body=body, actor=request.user)
    said = {"close": _("The body is closed."), "reopen": _("The body is open again.")}
    messages.success(request, said[step])
    return redirect("office_body", pk)
