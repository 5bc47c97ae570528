"""What was recorded at the centre: for its managers and auditors."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lms.accounts.contacts import people_of
from lms.accounts.current import current_centre
from lms.accounts.models import Centre
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import may_read_records
from lms.office.lists import records_asked
from lms.office.queries import records as queries


@require_safe
@signed_in
def office_records(request: AuthedRequest) -> HttpResponse:
    centre = _centre(request)
    listed = records_asked(request.GET).shown(request, centre, files=["records"])
    person = listed.form.cleaned_data.get("person")
    context = {
        "list": listed,
        "lines": queries.lines(listed.page, centre),
        "person": get_object_or_404(people_of(centre), pk=person) if person else None,
    }
    return render(request, "office/office_records.html", context)


def _centre(request: AuthedRequest) -> Centre:
    centre = current_centre(request)
    if not may_read_records(request.user, centre.pk):
        raise Http404
    return centre
