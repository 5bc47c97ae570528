"""The zones of the centre's district: the office reads them, managers make, change and close them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.current import current_centre
from lms.accounts.domain.guards import not_manager
from lms.accounts.enums import RegionLevel
from lms.accounts.models import Zone
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import may_keep_regions, may_keep_zones
from lms.common.records import statelog
from lms.common.records.seen import ChangedMeanwhile
from lms.common.web.refusals import refusal_on
from lms.office.domain import zones as domain
from lms.office.forms.zones import ZoneForm
from lms.office.queries import zones as queries

STEPS = {"close": domain.close_zone, "reopen": domain.reopen_zone}


@require_safe
@signed_in
def office_zones(request: AuthedRequest) -> HttpResponse:
    district = current_centre(request).region
    is_district = district.level == RegionLevel.SIGUNGU
    context = {
        "district": district,
        "is_district": is_district,
        "zones": queries.zone_lines(district),
        "may_make": is_district and may_keep_zones(request.user, district),
        "may_import": may_keep_regions(request.user),
    }
    return render(request, "office/office_zones.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_zone_new(request: AuthedRequest) -> HttpResponse:
    district = current_centre(request).region
    if not may_keep_zones(request.user, district):
        raise not_manager()
    form = ZoneForm(request.POST or None, district=district)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            zone = domain.create_zone(district=district, actor=request.user, **form.said)
            messages.success(request, _("The zone is made."))
            return redirect("office_zone", zone.pk)
    context = {"form": form, "district": district}
    return render(request, "office/office_zone_new.html", context, status=form.status)


def _zone(request: AuthedRequest, pk: int) -> Zone:
    rows = queries.zones_of(current_centre(request).region_id)
    return get_object_or_404(rows.select_related("sigungu"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_zone(request: AuthedRequest, pk: int) -> HttpResponse:
    zone = _zone(request, pk)
    may_change = may_keep_zones(request.user, zone.sigungu_id)
    if request.method == "POST" and not may_change:
        raise not_manager()
    form = ZoneForm(request.POST or None, district=zone.sigungu, zone=zone)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form) as refusal:
            domain.change_zone(zone=zone, actor=request.user, seen=form.seen, **form.said)
            messages.success(request, _("The zone is saved."))
            return redirect("office_zone", pk)
        if refusal.code == ChangedMeanwhile.CODE:
            zone = _zone(request, pk)
            form.ask_about(zone, ZoneForm(district=zone.sigungu, zone=zone).begins_with())
    context = {
        "line": queries.line_of(zone),
        "zone": zone,
        "form": form,
        "may_change": may_change,
        "history": list(statelog.history(zone).order_by("number")),
    }
    return render(request, "office/office_zone.html", context, status=form.status)


@require_POST
@signed_in
def office_zone_step(request: AuthedRequest, pk: int, step: str) -> HttpResponse:
    zone = _zone(request, pk)
    if step not in STEPS:
        raise Http404
    STEPS[step](zone=zone, actor=request.user)
    said = {"close": _("The zone is closed."), "reopen": _("The zone is open again.")}
    messages.success(request, said[step])
    return redirect("office_zone", pk)
