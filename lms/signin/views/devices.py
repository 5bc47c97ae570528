from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lms.accounts.requests import AuthedRequest, signed_in
from lms.signin.devices import device_of
from lms.signin.domain import sessions


@require_GET
@signed_in
def devices(request: AuthedRequest) -> HttpResponse:
    UserSession.objects.create_from_request(request)
    found = UserSession.objects.purge_and_list(request.user)
    rows = [(row, device_of(row.user_agent)) for row in sorted(found, key=lambda row: row.created_at, reverse=True)]
    here = request.session.session_key
    return render(request, "signin/devices.html", {"rows": rows, "here": here, "has_others": len(rows) > 1})


@require_POST
@signed_in
def end_device(request: AuthedRequest, pk: int) -> HttpResponse:
    others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    sessions.end_session(session=get_object_or_404(others, pk=pk))
    messages.success(request, _("Signed out on that device."))
    return redirect("devices")


@require_POST
@signed_in
def end_other_devices(request: AuthedRequest) -> HttpResponse:
    sessions.end_other_sessions(actor=request.user, request=request)
    messages.success(request, _("Signed out on all other devices."))
    return redirect("devices")
