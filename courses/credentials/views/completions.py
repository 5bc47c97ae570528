"""Who has completed a run, for the office; certificates are issued from here."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.credentials import rules
from courses.credentials.domain.certificates import ask_for_all
from courses.credentials.forms.evidence import EvidenceForm, TakeBackForm
from courses.credentials.lists import COMPLETIONS
from courses.credentials.queries import completions as queries
from courses.criteria import EvidenceRule, sentence
from courses.learning.domain.evidence import accept_evidence, take_back_evidence
from courses.learning.queries.facts import evidence_asked
from courses.learning.rules import may_accept_evidence, may_take_back_evidence, visible_evidence
from courses.runs.enums import EnrolmentState
from courses.runs.models import CourseRun, Enrolment, Evidence
from lms.accounts.current import current_centre
from lms.accounts.domain.guards import not_coordinator
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.errors import NotAllowed
from lms.common.models import Job
from lms.common.text.numbers import row_number
from lms.common.web.refusals import refusal_as_message, refusal_on


def _run(request: AuthedRequest, pk: str | int) -> CourseRun:
    number = row_number(str(pk))
    if number is None:
        raise Http404
    runs = CourseRun.objects.of_office_of(request.user).select_related("version", "centre")
    run: CourseRun = get_object_or_404(runs, pk=number)
    request.help_centre = run.centre
    return run


def _back(run_id: int) -> HttpResponse:
    return redirect(f"{reverse('office_completions')}?run={run_id}")


@require_safe
@signed_in
def office_completions(request: AuthedRequest) -> HttpResponse:
    if "run" in request.GET:
        return _people(request, _run(request, request.GET["run"]))
    context = {"list": COMPLETIONS.shown(request, current_centre(request))}
    return render(request, "courses/credentials/completions.html", context)


def _people(request: AuthedRequest, run: CourseRun) -> HttpResponse:
    people = queries.people_of(run)
    due = [line for line in people if line.is_due and line.enrolment.person_id != request.user.pk]
    context = {"run": run, "people": people, "due": len(due)}
    context["may_issue"] = rules.may_issue(request.user, run)
    accepted = [one for line in people for one in line.evidence]
    context["to_take_back"] = {one.pk for one in accepted if may_take_back_evidence(request.user, one)}
    return render(request, "courses/credentials/completions_run.html", context)


@require_POST
@signed_in
def office_issue(request: AuthedRequest, pk: int) -> HttpResponse:
    """All certificates of a run that are due, with one press."""
    run = _run(request, pk)
    with refusal_as_message(request, unless=NotAllowed):
        job = ask_for_all(run=run, actor=request.user)
        job.refresh_from_db()
        if not job.is_finished:
            return redirect("job", pk=job.pk)
        _say_what_was_done(request, job)
    return _back(run.pk)


def _say_what_was_done(request: AuthedRequest, job: Job) -> None:
    """Where no worker runs, all is done when the page is answered."""
    if job.message:
        messages.error(request, job.message)
    if job.done or not job.message:
        message = ngettext("%(n)s certificate issued.", "%(n)s certificates issued.", job.done)
        messages.success(request, message % {"n": job.done})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_evidence(request: AuthedRequest, pk: int) -> HttpResponse:
    """Accept what the rule asks of one person outside lessons."""
    rows = Enrolment.objects.select_related("run__version", "version", "person")
    enrolment = get_object_or_404(rows.filter(state=EnrolmentState.ACTIVE), pk=pk)
    run = enrolment.run = _run(request, enrolment.run_id)
    if not may_accept_evidence(request.user, enrolment):
        raise not_coordinator()
    if not evidence_asked(enrolment.version):
        raise Http404
    form = EvidenceForm(request.POST or None, enrolment=enrolment)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            accept_evidence(enrolment=enrolment, actor=request.user, **form.cleaned_data)
            messages.success(request, _("Accepted, and kept with your name."))
            return _back(run.pk)
    context = {"run": run, "enrolment": enrolment, "form": form}
    return render(request, "courses/credentials/completions_evidence.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_evidence_take_back(request: AuthedRequest, pk: int) -> HttpResponse:
    """What was accepted by mistake; what rests on it is decided by two people afterwards."""
    rows = Evidence.objects.filter(visible_evidence(request.user)).select_related("person", "accepted_by", "centre")
    evidence = get_object_or_404(rows, pk=pk, accepted=True)
    request.help_centre = evidence.centre
    if not may_take_back_evidence(request.user, evidence):
        raise not_coordinator()
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, unless=NotAllowed):
            take_back_evidence(evidence=evidence, actor=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Taken back, and kept with your name. What rested on it waits for review."))
            return _back_of(evidence)
    context = {"evidence": evidence, "form": form, "said": sentence(EvidenceRule(evidence.kind))}
    context["completions"] = queries.resting_on(evidence)
    status = 422 if form.errors else 200
    return render(request, "courses/credentials/completions_evidence_back.html", context, status=status)


def _back_of(evidence: Evidence) -> HttpResponse:
    run = queries.run_of(evidence)
    return _back(run) if run else redirect("office_completions")
