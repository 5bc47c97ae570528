"""Appointments: the person's own pages, and the office's."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.current import current_centre
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common import clock
from lms.common.enums import Access
from lms.common.errors import NotAllowed
from lms.common.files.pdf import render_pdf
from lms.common.files.serve import private_file
from lms.common.records import accesslog, statelog
from lms.common.web.refusals import refusal_on
from mentoring.corps.domain import appointing, drafting, eligibility, notices, standing, term_changes, term_dates
from mentoring.corps.domain.guards import is_closed
from mentoring.corps.domain.possible_steps import possible_steps
from mentoring.corps.enums import IN_OFFICE, AppointmentState
from mentoring.corps.forms.appointments import (
    AcceptAppointmentForm,
    DeclineAppointmentForm,
    DismissForm,
    NoForm,
    TermReasonForm,
)
from mentoring.corps.lists import APPOINTMENTS, offer_bodies
from mentoring.corps.models import Appointment
from mentoring.corps.queries import appointments as queries
from mentoring.corps.queries import bodies, papers
from mentoring.corps.rules import may_draft, may_make_bodies, may_print_letter

# ── the person's own


@require_safe
@signed_in
def my_appointments(request: AuthedRequest) -> HttpResponse:
    rows = list(queries.own(request.user))
    return render(request, "mentoring/corps/my_appointments.html", {"appointments": rows})


def _mine(request: AuthedRequest, pk: int) -> Appointment:
    rows = queries.own(request.user).select_related("person", "body", "centre__region")
    appointment = get_object_or_404(rows, pk=pk)
    request.help_centre = appointment.centre
    return appointment


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def my_appointment(request: AuthedRequest, pk: int) -> HttpResponse:
    """The offer and, by POST, its acceptance."""
    appointment = _mine(request, pk)
    form = AcceptAppointmentForm(request.POST if request.method == "POST" else None, appointment=appointment)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            appointing.accept_appointment(appointment=appointment, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Thank you for accepting. The centre is told."))
            return redirect("my_appointment", pk)
    return _my_page(request, appointment, form=form, status=422 if request.method == "POST" else 200)


def _my_page(
    request: AuthedRequest, appointment: Appointment, *, status: int = 200, **bound: forms.Form
) -> HttpResponse:
    """What was written in a form that was refused stays on the page, also where its time is over."""
    offer_over = appointment.offer_expires_on is not None and appointment.offer_expires_on < clock.today()
    sent = {name for name, form in bound.items() if form.is_bound}
    context: dict[str, Any] = {
        "appointment": appointment,
        "may_answer": bool(sent & {"form", "decline_form"})
        or (appointment.state == AppointmentState.OFFERED and not offer_over),
        "offer_over": appointment.state == AppointmentState.LAPSED
        or (appointment.state == AppointmentState.OFFERED and offer_over),
        "may_resign": "resign_form" in sent or appointment.state in IN_OFFICE | {AppointmentState.ACCEPTED},
        "has_letter": papers.has_letter(appointment),
        "has_acceptance": papers.has_acceptance(appointment),
        "decline_form": DeclineAppointmentForm(prefix="decline"),
        "resign_form": TermReasonForm(prefix="resign"),
    }
    return render(request, "mentoring/corps/my_appointment.html", context | bound, status=status)


@require_POST
@signed_in
def my_appointment_decline(request: AuthedRequest, pk: int) -> HttpResponse:
    appointment = _mine(request, pk)
    form = DeclineAppointmentForm(request.POST, prefix="decline")
    if form.is_valid():
        with refusal_on(form):
            appointing.decline_appointment(appointment=appointment, actor=request.user, **form.cleaned_data)
            messages.success(request, _("We have noted that you decline. Thank you for telling us."))
            return redirect("my_appointment", pk)
    accept = AcceptAppointmentForm(appointment=appointment)
    return _my_page(request, appointment, status=422, form=accept, decline_form=form)


@require_POST
@signed_in
def my_appointment_resign(request: AuthedRequest, pk: int) -> HttpResponse:
    """Of a term that runs, or of one that was accepted and has not begun."""
    appointment = _mine(request, pk)
    form = TermReasonForm(request.POST, prefix="resign")
    before_it_began = appointment.state in {AppointmentState.ACCEPTED, AppointmentState.WITHDRAWN}
    act = appointing.step_back if before_it_began else term_changes.resign_term
    if form.is_valid():
        with refusal_on(form):
            act(appointment=appointment, actor=request.user, **form.cleaned_data)
            if before_it_began:
                messages.success(request, _("The centre is told that you can't take up the appointment."))
            else:
                messages.success(request, _("Your resignation has reached the centre. Thank you for your service."))
            return redirect("my_appointment", pk)
    return _my_page(
        request, appointment, status=422, form=AcceptAppointmentForm(appointment=appointment), resign_form=form
    )


@require_safe
@signed_in
def appointment_letter(request: AuthedRequest, pk: int) -> HttpResponseBase:
    appointment = _for_paper(request, pk)
    if not papers.has_letter(appointment):
        raise Http404
    if not may_print_letter(request.user, appointment):
        raise NotAllowed(
            _("This appointment is not in force. Please call the centre about the letter."), code="not_in_force"
        )
    return _pdf(request, appointment, "appointment_letter", papers.letter(appointment))


@require_safe
@signed_in
def appointment_acceptance(request: AuthedRequest, pk: int) -> HttpResponseBase:
    appointment = _for_paper(request, pk)
    if not papers.has_acceptance(appointment):
        raise Http404
    return _pdf(request, appointment, "acceptance", papers.acceptance(appointment))


def _for_paper(request: AuthedRequest, pk: int) -> Appointment:
    rows = Appointment.objects.visible_to(request.user).select_related("body", "person")
    return get_object_or_404(rows, pk=pk)


def _pdf(request: AuthedRequest, appointment: Appointment, paper: str, data: dict[str, Any]) -> HttpResponseBase:
    pdf = BytesIO(render_pdf(paper, data))
    accesslog.record(actor=request.user, action=Access.PAPER, what=appointment, whose=[appointment.person_id])
    name = f"{paper.removeprefix('appointment_')}-{appointment.pk}.pdf"
    return private_file(pdf, name=name, content_type="application/pdf")


@require_safe
@signed_in
def expert_letter(request: AuthedRequest) -> HttpResponse:
    """A short way to the paper in force, for the expert's menu."""
    appointment = queries.latest_with_letter(request.user)
    return redirect("appointment_letter", appointment.pk) if appointment else redirect("my_appointments")


@require_safe
@signed_in
def expert_acceptance(request: AuthedRequest) -> HttpResponse:
    appointment = queries.latest_signed(request.user)
    return redirect("appointment_acceptance", appointment.pk) if appointment else redirect("my_appointments")


# ── the office's


@require_safe
@signed_in
def office_appointments(request: AuthedRequest) -> HttpResponse:
    centre, user = current_centre(request), request.user
    listed = APPOINTMENTS.shown(request, centre, files=["appointments"])
    all_bodies = list(bodies.with_seats(bodies.bodies_of(centre)))
    offer_bodies(listed.form, all_bodies)
    open_bodies = [body for body in all_bodies if not is_closed(body)]
    context = {
        "list": listed,
        "bodies": open_bodies,
        "to_decide": list(queries.to_decide(centre)),
        "renewals": list(queries.renewals_due(centre)),
        "eligible": queries.eligible(centre, open_bodies),
        "may_draft": may_draft(user, centre.pk),
        "may_make_bodies": may_make_bodies(user, centre),
    }
    return render(request, "mentoring/corps/office_appointments.html", context)


def _of_office(request: AuthedRequest, pk: int) -> Appointment:
    rows = Appointment.objects.visible_to(request.user).filter(centre=current_centre(request))
    return get_object_or_404(rows.select_related("body", "person", "certificate", "renewed_from"), pk=pk)


# The step, its form and its domain function.
STEPS: dict[str, tuple[type[forms.Form], Callable[..., Appointment]]] = {
    "offer": (NoForm, appointing.offer_appointment),
    "confirm": (NoForm, appointing.confirm_ex_officio),
    "start": (NoForm, term_dates.start_term),
    "renew": (NoForm, drafting.renew_appointment),
    "resume": (TermReasonForm, term_changes.resume_term),
    "suspend": (TermReasonForm, term_changes.suspend_term),
    "withdraw": (TermReasonForm, appointing.withdraw_appointment),
    "end": (TermReasonForm, term_changes.end_office),
    "keep": (TermReasonForm, standing.keep_term),
    "dismiss": (DismissForm, term_changes.dismiss_member),
}


@require_safe
@signed_in
def office_appointment(request: AuthedRequest, pk: int) -> HttpResponse:
    return _office_page(request, _of_office(request, pk))


def _office_page(
    request: AuthedRequest, appointment: Appointment, *, refused: str = "", form: forms.Form | None = None
) -> HttpResponse:
    """What was written for a step that was refused stays on the page, also where the step is over."""
    possible = dict.fromkeys([*possible_steps(appointment, request.user), *([refused] if refused else [])])
    steps = [(step, form if form and step == refused else STEPS[step][0](prefix=step)) for step in possible]
    context = {
        "appointment": appointment,
        "direct": [pair for pair in steps if not pair[1].fields],
        "reasoned": [pair for pair in steps if pair[1].fields],
        "form": form,
        "seats_used": eligibility.seats_taken(appointment.body),
        "history": list(statelog.history(appointment)),
        "open_engagements": list(notices.open_engagements(appointment).select_related("community")),
        "has_letter": papers.has_letter(appointment),
        "has_acceptance": papers.has_acceptance(appointment),
        "renewal": Appointment.objects.filter(renewed_from=appointment).first(),
    }
    return render(request, "mentoring/corps/office_appointment.html", context, status=422 if form else 200)


@require_POST
@signed_in
def office_appointment_step(request: AuthedRequest, pk: int, step: str) -> HttpResponse:
    appointment = _of_office(request, pk)
    if step not in STEPS:
        raise Http404
    form_class, act = STEPS[step]
    form = form_class(request.POST, prefix=step)
    if form.is_valid():
        with refusal_on(form, unless=NotAllowed):
            done = act(appointment=appointment, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Done. The person was told where that is due."))
            return redirect("office_appointment", done.pk)
    return _office_page(request, appointment, refused=step, form=form)
