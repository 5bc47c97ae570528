"""What was recorded at the centre: for its managers and auditors."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lms.accounts.current import current_centre
from lms.accounts.exports import offered
from lms.accounts.models import Centre
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import may_read_records
from lms.common.models import AccessLog, StateChange
from lms.office.forms.records import RecordsForm
from lms.office.queries import records as queries
from lms.office.queries.people import people_at

PER_PAGE = 30


def _rows(centre: Centre, chosen: queries.Filter) -> QuerySet[AccessLog] | QuerySet[StateChange]:
    rows = queries.changes if chosen.kind == queries.CHANGES else queries.accesses
    return rows(centre, chosen)


@require_safe
@signed_in
def office_records(request: AuthedRequest) -> HttpResponse:
    centre = _centre(request)
    form = RecordsForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    wished = {name: value for name in ("kind", "person", "since", "until") if (value := given.get(name))}
    chosen = queries.Filter(text=given.get("q", "").strip(), **wished)
    page = Paginator(_rows(centre, chosen), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": form,
        "page_obj": page,
        "lines": queries.lines(page.object_list),
        "person": get_object_or_404(people_at(centre), pk=chosen.person) if chosen.person else None,
        "exports": offered(request, "records"),
    }
    return render(request, "office/office_records.html", context)


def _centre(request: AuthedRequest) -> Centre:
    centre = current_centre(request)
    if not may_read_records(request.user, centre.pk):
        raise Http404
    return centre
