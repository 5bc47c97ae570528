"""People of a centre and one of them. Who looked is on record."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lms.accounts.contacts import people_of
from lms.accounts.current import current_centre
from lms.accounts.models import Centre, User
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import may_give_roles, may_invite, may_read_records
from lms.common.enums import Access
from lms.common.records import accesslog
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
    }
    return render(request, "office/office_person.html", context)
