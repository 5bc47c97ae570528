"""A new appointment. It begins with looking for a person, which only the office's own topic can do."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from lms.accounts.contacts import people_of
from lms.accounts.current import current_centre
from lms.accounts.domain.guards import not_staff
from lms.accounts.requests import AuthedRequest, signed_in
from lms.common.enums import Access
from lms.common.records import accesslog
from lms.common.text.numbers import row_number
from lms.common.text.sanitise import clean_text
from lms.common.web.refusals import refusal_on
from lms.office.queries import people
from mentoring.corps.domain import drafting
from mentoring.corps.forms.appointments import DraftForm
from mentoring.corps.rules import may_draft

MOST_FOUND = 30


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def office_appointment_new(request: AuthedRequest) -> HttpResponse:
    """A draft for `?person=`; without one, the page looks for people first."""
    centre, user = current_centre(request), request.user
    if not may_draft(user, centre):
        raise not_staff()
    chosen, text = request.GET.get("person", ""), clean_text(request.GET.get("q", "")).strip()[:50]
    number = row_number(chosen)
    if number is None:
        found = list(people.search(people_of(centre), text).select_related("dong")[: MOST_FOUND + 1]) if text else []
        whose = [person.pk for person in found[:MOST_FOUND]]
        accesslog.record(actor=user, action=Access.CONTACTS, what=centre, whose=whose, centre_id=centre.pk)
        context = {"text": text, "found": found[:MOST_FOUND], "cut": len(found) > MOST_FOUND}
        return render(request, "office/office_appointment_find.html", context)
    person = get_object_or_404(people_of(centre), pk=number)
    accesslog.record(actor=user, action=Access.CONTACTS, what=person, whose=[person.pk], centre_id=centre.pk)
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
