"""The staff of a centre: who holds which role from when to when, and the manager's steps on them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.contacts import people_of
from lms.accounts.current import current_centre
from lms.accounts.domain import roles
from lms.accounts.domain.guards import not_manager
from lms.accounts.find_person import chosen_person, find_page
from lms.accounts.models import Centre, Membership
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import has_role, is_self, may_give_roles
from lms.common.records import statelog
from lms.common.records.seen import ChangedMeanwhile
from lms.common.web.refusals import refusal_on
from lms.staff.forms.roles import EndRoleForm, LastDayForm, RoleForm
from lms.staff.hanging import hanging_on
from lms.staff.queries import roles as queries
from lms.staff.queries.second_factor import waiting_at
from lms.staff.rules import CONFIRMING, may_reset_second_factor


@require_safe
@signed_in
def office_staff(request: AuthedRequest) -> HttpResponse:
    centre = current_centre(request)
    context = {
        "staff": queries.staff_of(centre),
        "past": queries.past_staff_of(centre),
        "gives_roles": may_give_roles(request.user, centre),
        "resets": waiting_at(centre).exclude(person=request.user)
        if has_role(request.user, centre, *CONFIRMING)
        else [],
    }
    return render(request, "staff/office_staff.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_role_new(request: AuthedRequest) -> HttpResponse:
    """A role for `?person=`; without one, the page looks for people first."""
    centre = _managed_centre(request)
    person = chosen_person(request, centre)
    if person is None and request.method == "POST":
        raise Http404
    if person is None:
        return find_page(request, centre, people_of(centre).filter(is_active=True), "staff/office_role_find.html")
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            given = roles.appoint_staff(person=person, centre=centre, actor=request.user, **form.cleaned_data)
            said = {"name": person.name, "role": given.get_role_display()}
            messages.success(request, _("%(name)s has the role now: %(role)s. The person has been told.") % said)
            return redirect("office_staff")
    context = {"form": form, "person": person, "held": queries.roles_at(centre).open().filter(person=person)}
    return render(request, "staff/office_role_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_role(request: AuthedRequest, pk: int) -> HttpResponse:
    """One role, and its last day."""
    row = _role(request, pk)
    gives_roles = may_give_roles(request.user, row.centre)
    form = LastDayForm(request.POST or None, membership=row)
    if request.method == "POST":
        if not gives_roles:
            raise not_manager()
        if form.is_valid():
            with refusal_on(form) as refusal:
                day, seen = form.cleaned_data["last_day"], form.seen
                roles.change_last_day(membership=row, last_day=day, actor=request.user, seen=seen)
                messages.success(request, _("The last day is saved, and the person has been told."))
                return redirect("office_role", row.pk)
            if refusal.code == ChangedMeanwhile.CODE:
                row = _role(request, pk)
                form.ask_about(row, LastDayForm(membership=row).begins_with())
    context = {
        "row": row,
        "form": form,
        "gives_roles": gives_roles,
        "is_own": is_self(request.user, row.person_id),
        "may_reset": not row.ended_on and may_reset_second_factor(request.user, row.person, row.centre),
        "history": statelog.history(row).order_by("-number"),
    }
    return render(request, "staff/office_role.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_role_end(request: AuthedRequest, pk: int) -> HttpResponse:
    _managed_centre(request)
    row = _role(request, pk)
    form = EndRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            roles.end_role(membership=row, actor=request.user, **form.cleaned_data)
            said = {"name": row.person.name, "role": row.get_role_display()}
            messages.success(request, _("The role of %(name)s has ended: %(role)s. The person has been told.") % said)
            return redirect("office_staff")
    context = {"form": form, "row": row, "hanging": hanging_on(row), "is_own": is_self(request.user, row.person_id)}
    return render(request, "staff/office_role_end.html", context, status=422 if form.errors else 200)


def _role(request: AuthedRequest, pk: int) -> Membership:
    return get_object_or_404(queries.roles_at(current_centre(request)), pk=pk)


def _managed_centre(request: AuthedRequest) -> Centre:
    centre = current_centre(request)
    if not may_give_roles(request.user, centre):
        raise not_manager()
    return centre
