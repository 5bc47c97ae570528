"""A newer list of the country's places: taken in, looked at with what hangs on each place, and written by one press."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.accounts.domain.official_regions import import_regions, take_list
from lms.accounts.models import RegionList
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import may_keep_regions
from lms.common.records.seen import ChangedMeanwhile
from lms.common.web.refusals import refusal_on
from lms.office.forms.region_lists import AnswersForm, RegionListForm, WriteForm
from lms.office.queries.region_lists import imports, preview


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_regions(request: AuthedRequest) -> HttpResponse:
    if not may_keep_regions(request.user):
        raise Http404
    is_sent = request.method == "POST"
    form = RegionListForm(request.POST, request.FILES) if is_sent else RegionListForm()
    if is_sent and form.is_valid():
        with refusal_on(form):
            taken = take_list(content=form.cleaned_data["file"].read(), actor=request.user)
            return redirect("office_regions_list", taken.pk)
    context = {"form": form, "imports": imports()}
    return render(request, "office/office_regions.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_regions_list(request: AuthedRequest, pk: int) -> HttpResponse:
    """What was chosen stands in the address while it is looked at, and in the form that writes it."""
    if not may_keep_regions(request.user):
        raise Http404
    taken = get_object_or_404(RegionList, pk=pk)
    chosen = request.POST if request.method == "POST" else request.GET
    found = preview(taken, chosen.dict())
    form = WriteForm(request.POST if request.method == "POST" else None, initial={"seen": found.changes.stamp})
    is_late = False
    if request.method == "POST" and form.is_valid():
        with refusal_on(form) as refusal:
            seen = form.cleaned_data["seen"]
            import_regions(places=found.places, answers=found.answers, actor=request.user, seen=seen)
            messages.success(request, _("The places follow the list."))
            return redirect("office_regions")
        is_late = refusal.code == ChangedMeanwhile.CODE
    context = {
        "taken": taken,
        "found": found,
        "form": form,
        "seen": found.changes.stamp,
        "answers": AnswersForm(asked=found.asked) if found.asked else None,
    }
    status = 409 if is_late else 422 if form.errors else 200
    return render(request, "office/office_regions_list.html", context, status=status)
