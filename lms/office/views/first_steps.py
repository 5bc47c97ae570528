from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.accounts.current import current_centre
from lms.accounts.requests import AuthedRequest, signed_in
from lms.accounts.rules import may_manage
from lms.office.queries.first_steps import first_steps


@require_safe
@signed_in
def office_first_steps(request: AuthedRequest) -> HttpResponse:
    """What the centre begins with, for who leads it."""
    centre = current_centre(request)
    if not may_manage(request.user, centre):
        raise Http404
    steps = first_steps(request.user, centre)
    done = sum(one.is_done for one in steps)
    context = {"centre": centre, "steps": steps, "done": done, "missing": len(steps) - done}
    return render(request, "office/office_first_steps.html", context)
