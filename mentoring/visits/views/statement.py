"""What a month of the expert's visits comes to, to be printed."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.common import clock
from lms.common.text.numbers import first_of_month
from mentoring.corps.views.access import ExpertRequest, chosen, experts_only
from mentoring.visits.queries.statement import months_around, statement_of


@require_safe
@experts_only
def statement(request: ExpertRequest, month: str) -> HttpResponse:
    first = first_of_month(month)
    if first is None or first > clock.today():
        raise Http404
    before, after = months_around(first)
    expert = chosen(request, request.experts)
    context = {
        "statement": statement_of(expert, first),
        "before": before,
        "after": after,
        "expert": expert,
        "experts": request.experts,
    }
    return render(request, "mentoring/visits/statement.html", context)
