"""Visit logs at the office: what needs somebody, and the decisions about one log."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.accounts.current import current_centre
from lms.accounts.models import User
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.enums import Access
from lms.common.errors import NotAllowed
from lms.common.records import accesslog
from lms.common.web.refusals import refusal_on
from mentoring.communities.models import CommunityMembership
from mentoring.visits.domain import confirmation as domain
from mentoring.visits.domain import writing
from mentoring.visits.domain.photo_removal import take_out
from mentoring.visits.enums import VisitState
from mentoring.visits.forms.office import LateForm, PrivateNoteForm, RulingForm, VoidForm
from mentoring.visits.forms.photos import TakeOutForm
from mentoring.visits.lists import VISITS
from mentoring.visits.models import Visit
from mentoring.visits.queries import office as queries
from mentoring.visits.queries.photos import taken_out
from mentoring.visits.queries.visits import contacts, shown, status_steps
from mentoring.visits.rules import (
    may_allow_late_logs,
    may_read_note_of_other,
    may_rule_on_visit,
    may_take_photo_out,
)

LATE_IDS = "late_%s"  # its field is called as one of the form beside it


@require_safe
@signed_in
def office_visits(request: AuthedRequest) -> HttpResponse:
    context = {"list": VISITS.shown(request, current_centre(request), files=["logs", "hours"])}
    return render(request, "mentoring/visits/office_visits.html", context)


def _of_office(request: AuthedRequest, pk: int) -> Visit:
    rows = shown(request.user).filter(centre=current_centre(request))
    return get_object_or_404(rows, pk=pk)


@require_safe
@signed_in
def office_visit(request: AuthedRequest, pk: int) -> HttpResponse:
    return _page(request, _of_office(request, pk))


def _page(request: AuthedRequest, visit: Visit, *, status: int = 200, **more: Any) -> HttpResponse:
    user = request.user
    rules_on_it, reads_note = may_rule_on_visit(user, visit), may_read_note_of_other(user, visit)
    context: dict[str, Any] = {
        "visit": visit,
        "steps": status_steps(visit),
        "history": list(queries.history(visit)),
        "ruling_form": RulingForm() if rules_on_it and visit.state == VisitState.OBJECTED else None,
        "contacts": _contacts(user, visit) if rules_on_it and visit.state == VisitState.OBJECTED else [],
        "void_form": VoidForm() if rules_on_it and visit.state == VisitState.CONFIRMED else None,
        "note_form": PrivateNoteForm() if reads_note and queries.has_note(visit) else None,
        "late_form": LateForm(auto_id=LATE_IDS) if may_allow_late_logs(user, visit.engagement) else None,
        "photo_form": TakeOutForm(visit=visit) if visit.photos.all() and may_take_photo_out(user, visit) else None,
        "photos_taken_out": taken_out(visit),
        "note": None,
        **more,
    }
    context["forms"] = [form for form in more.values() if isinstance(form, forms.Form)]
    return render(request, "mentoring/visits/office_visit.html", context, status=status)


def _contacts(user: User, visit: Visit) -> list[CommunityMembership]:
    """Whom to call before deciding about an objection."""
    found = list(contacts(visit.engagement))
    whose = [row.person_id for row in found]
    accesslog.record(actor=user, action=Access.CONTACTS, what=visit.engagement.community, whose=whose)
    return found


@require_POST
@signed_in
def office_visit_rule(request: AuthedRequest, pk: int) -> HttpResponse:
    visit, form = _of_office(request, pk), RulingForm(request.POST)
    if form.is_valid():
        with refusal_on(form, unless=NotAllowed):
            domain.rule_on_objection(visit=visit, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Your decision is recorded, and the expert is told."))
            return redirect("office_visit", pk)
    return _page(request, visit, ruling_form=form, status=422)


@require_POST
@signed_in
def office_visit_void(request: AuthedRequest, pk: int) -> HttpResponse:
    visit, form = _of_office(request, pk), VoidForm(request.POST)
    if form.is_valid():
        with refusal_on(form, unless=NotAllowed):
            domain.void_visit(visit=visit, actor=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("The log is void, and the expert is told."))
            return redirect("office_visit", pk)
    return _page(request, visit, void_form=form, status=422)


@require_POST
@signed_in
def office_visit_note(request: AuthedRequest, pk: int) -> HttpResponse:
    """Shows the note in the answer to this POST and nowhere else: there is no address that shows it again."""
    visit, form = _of_office(request, pk), PrivateNoteForm(request.POST)
    if form.is_valid():
        with refusal_on(form, unless=NotAllowed):
            note = domain.read_private_note(visit=visit, actor=request.user, reason=form.cleaned_data["note_reason"])
            return _page(request, visit, note=note)
    return _page(request, visit, note_form=form, status=422)


@require_POST
@signed_in
def office_visit_photo(request: AuthedRequest, pk: int) -> HttpResponse:
    """Takes one photo out of a log that was sent."""
    visit = _of_office(request, pk)
    form = TakeOutForm(request.POST, visit=visit)
    if form.is_valid():
        photo, reason = form.cleaned_data["photo"], form.cleaned_data["photo_reason"]
        with refusal_on(form, unless=NotAllowed):
            take_out(photo=photo, actor=request.user, reason=reason)
            messages.success(request, _("The photo is taken out, and the expert is told."))
            return redirect("office_visit", pk)
    return _page(request, visit, photo_form=form, status=422)


@require_POST
@signed_in
def office_visit_late(request: AuthedRequest, pk: int) -> HttpResponse:
    """Opens the coaching of this log for logs of visits older than 30 days, until a day."""
    visit, form = _of_office(request, pk), LateForm(request.POST, auto_id=LATE_IDS)
    if form.is_valid():
        with refusal_on(form, unless=NotAllowed):
            writing.allow_late_logs(engagement=visit.engagement, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Older visits of this coaching can be logged until then."))
            return redirect("office_visit", pk)
    return _page(request, visit, late_form=form, status=422)
