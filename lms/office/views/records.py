"""What was recorded at the centre: for its managers and auditors."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lms.accounts.contacts import people_of
from lms.accounts.current import current_centre
from lms.accounts.exports import offered
from lms.accounts.lists import BothEnds
from lms.accounts.models import Centre
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import may_read_records
from lms.office.forms.records import RecordsForm
from lms.office.queries import records as queries

PER_PAGE = 30


@require_safe
@signed_in
def office_records(request: AuthedRequest) -> HttpResponse:
    centre = _centre(request)
    form = RecordsForm(request.GET)
    chosen = form.chosen()
    page = BothEnds(queries.rows_of(centre, chosen), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": form,
        "filtered": any(form.cleaned_data.values()),
        "page_obj": page,
        "lines": queries.lines(page.object_list),
        "person": get_object_or_404(people_of(centre), pk=chosen.person) if chosen.person else None,
        "exports": offered(request, "records"),
    }
    return render(request, "office/office_records.html", context)


def _centre(request: AuthedRequest) -> Centre:
    centre = current_centre(request)
    if not may_read_records(request.user, centre.pk):
        raise Http404
    return centre
