"""People of a centre and one of them. Who looked is on record."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.contacts import people_of
from lms.accounts.current import current_centre
from lms.accounts.domain.guards import not_staff
from lms.accounts.models import Centre, User
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import may_give_numbers, may_give_roles, may_invite, may_read_records
from lms.common.enums import Access
from lms.common.records import accesslog
from lms.common.web.refusals import refusal_on
from lms.office.domain.phone_numbers import give_number
from lms.office.forms.phone_numbers import NumberForm
from lms.office.lists import PEOPLE
from lms.office.queries import people as queries
from mentoring.corps.rules import may_draft


@require_safe
@signed_in
def office_people(request: AuthedRequest) -> HttpResponse:
    centre = current_centre(request)
    listed = PEOPLE.shown(request, centre, files=["people"])
    _read(request, centre, centre, [person.pk for person in listed.page])
    context = {
        "list": listed,
        "reads_records": may_read_records(request.user, centre.pk),
        "may_invite": may_invite(request.user, centre),
    }
    return render(request, "office/office_people.html", context)


def _read(request: AuthedRequest, centre: Centre, what: Centre | User, whose: list[int]) -> None:
    accesslog.record(actor=request.user, action=Access.CONTACTS, what=what, whose=whose, centre_id=centre.pk)


@require_safe
@signed_in
def office_person(request: AuthedRequest, pk: int) -> HttpResponse:
    centre = current_centre(request)
    people = queries.with_kinds(people_of(centre), centre)
    person = get_object_or_404(people.select_related("dong"), pk=pk)
    _read(request, centre, person, [person.pk])
    context = {
        "person": person,
        "here": queries.page_of(person, centre),
        "may_draft": may_draft(request.user, centre),
        "gives_roles": may_give_roles(request.user, centre),
        "reads_records": may_read_records(request.user, centre.pk),
        "number": _number(request, person, centre),
    }
    return render(request, "office/office_person.html", context)


def _number(request: AuthedRequest, person: User, centre: Centre) -> str:
    """Whether the phone number signs in to this account, as far as it matters to who asks: "own", "other" or nothing."""
    if not person.phone or not person.is_active or not may_give_numbers(request.user, centre):
        return ""
    return "own" if User.objects.opened_by(person.phone) == person else "other"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_person_number(request: AuthedRequest, pk: int) -> HttpResponse:
    centre = current_centre(request)
    person = get_object_or_404(people_of(centre), pk=pk)
    if not may_give_numbers(request.user, centre):
        raise not_staff()
    _read(request, centre, person, [person.pk])
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            reason = form.cleaned_data["reason"]
            give_number(person=person, centre=centre, actor=request.user, reason=reason)
            messages.success(request, _("The number opens this account now. Everybody who has it was told."))
            return redirect("office_person", pk)
    context = {"person": person, "form": form, "number": _number(request, person, centre)}
    return render(request, "office/office_person_number.html", context, status=422 if form.errors else 200)
