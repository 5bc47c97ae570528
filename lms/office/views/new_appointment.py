"""A new appointment. It begins with looking for a person."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lms.accounts.contacts import people_of
from lms.accounts.current import current_centre
from lms.accounts.domain.guards import not_staff
from lms.accounts.find_person import chosen_person, find_page
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.text.numbers import row_number
from lms.common.web.refusals import refusal_on
from mentoring.corps.domain import drafting
from mentoring.corps.forms.appointments import DraftForm
from mentoring.corps.rules import may_draft


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_appointment_new(request: AuthedRequest) -> HttpResponse:
    """A draft for `?person=`; without one, the page looks for people first."""
    centre, user = current_centre(request), request.user
    if not may_draft(user, centre):
        raise not_staff()
    person = chosen_person(request, centre)
    if person is None:
        return find_page(request, centre, people_of(centre), "office/office_appointment_find.html")
    form = DraftForm(request.POST or None, centre=centre, initial=_wished(request))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            made = drafting.draft_appointment(person=person, actor=user, **form.cleaned_data)
            return redirect("office_appointment", made.pk)
    context = {"form": form, "person": person}
    return render(request, "office/office_appointment_new.html", context, status=422 if form.is_bound else 200)


def _wished(request: AuthedRequest) -> dict[str, Any]:
    body = row_number(request.GET.get("body"))
    return {"body": body} if body else {}
